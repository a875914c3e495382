"""Asking to use the platform: content, files, applications, accounts, sign-ins, data, tests, licences.

Type -> (what it means, its fields).
"""

from __future__ import annotations

from collections.abc import Mapping

from tipstaff.vocab.reading.schema import Notation

USING: Mapping[str, tuple[str, Mapping[str, Notation]]] = {
    "content.publish": (
        "A post, page or other content is about to be shown.",
        {
            "kind": "post|comment|profile|page|listing|site",
            "url?": "url",
            "title?": "str",
            "text?": "str",
            "html?": "str",
            "media?": ["media"],
            "name?": "str",
            "audience?": "public|users|private",
            "purpose?": "purpose",
            "categories?": ["str"],
        },
    ),
    "file.upload": (
        "A file is about to be stored.",
        {
            "name": "str",
            "mime_type?": "str",
            "size": "int",
            "sha256?": "hex",
            "content?": "base64",
            "rights_attested?": "bool",
            "visibility?": "public|private",
        },
    ),
    "app.deploy": (
        "An application is about to be deployed.",
        {
            "app": "str",
            "image?": "str",
            "packages?": ["str"],
            "command?": "str",
            "arguments?": ["str"],
            "ports?": ["int"],
            "capabilities?": ["str"],
            "env_keys?": ["str"],
            "repository?": "url",
            "purpose?": "str",
            "files?": ["media"],
        },
    ),
    "account.signup": (
        "Someone wants an account.",
        {
            "email": "str",
            "phone?": "str",
            "name?": "str",
            "company?": "str",
            "country?": "iso2",
            "tax_id?": "str",
            "client": "client",
        },
    ),
    "account.update": (
        "An account's own data is about to change.",
        {"changes": {"str": "str"}, "client?": "client"},
    ),
    "account.transfer": (
        "An account is about to change hands.",
        {"to": "str"},
    ),
    "user.sign_in": (
        "Someone signs in.",
        {
            "user": "str",
            "client": "client",
            "region?": "str",
            "latitude?": "float",
            "longitude?": "float",
            "mfa?": "bool",
            "outcome": "success|failure",
        },
    ),
    "api.call": (
        "A request to the platform's interfaces.",
        {
            "user?": "str",
            "key?": "str",
            "method": "str",
            "path": "str",
            "interface?": "public|internal|ui",
            "status?": "int",
            "rows?": "int",
            "bytes?": "int",
            "object?": "str",
            "owner?": "str",
            "client": "client",
            "automation?": "bool",
        },
    ),
    "data.export": (
        "Data is about to leave the platform.",
        {
            "resource": "str",
            "rows?": "int",
            "destination_country?": "iso2",
            "party?": "str",
            "third_party?": "bool",
            "licensed?": "bool",
        },
    ),
    "test.start": (
        "A load, security, stability or intrusion test is about to begin.",
        {
            "kind": "load|security|stability|intrusion",
            "target": "str",
            "client?": "client",
            "tool?": "str",
        },
    ),
    "integration.enable": (
        "A third-party integration is about to be switched on.",
        {"integration": "str", "terms?": "str", "terms_version?": "str"},
    ),
    "template.use": (
        "A template is about to be used.",
        {"template": "str", "owner": "str"},
    ),
    "seat.open": (
        "A user is about to take a seat of a product.",
        {"product": "str", "user": "str"},
    ),
    "credential.rotate": (
        "A credential is about to be changed.",
        {"credential": "str", "by": "operator|customer", "reason?": "str"},
    ),
    "support.contact": (
        "A customer writes to support.",
        {"text": "str", "ticket?": "str"},
    ),
    "licence.check_in": (
        "An on-premises server reports in.",
        {
            "licence": "str",
            "machine": "str",
            "kind?": "server|backup|blade|vm",
            "connections?": "int",
            "sent?": "int",
            "fields?": ["str"],
        },
    ),
}
