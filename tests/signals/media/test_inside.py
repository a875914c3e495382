"""What text files in archives say is read for private data, within limits; documents of offices are no archives."""

from __future__ import annotations

import pytest
from signalkit.files import tarred, upload, zipped

KEY = b"AWS_ACCESS_KEY_ID=AKIAQ3EGRT7LMNBVCXZ4\n"
NUMBER = "numéro de sécurité sociale : 2 84 05 75 116 008 51".encode()


@pytest.mark.parametrize(
    "packed", [zipped({"a/.env": KEY}), tarred({"a/.env": KEY}), zipped({"in.zip": zipped({".env": KEY})})]
)
def test_keys_in_archives_are_found_where_they_stand(packed: bytes) -> None:
    of = upload(packed, "backup.zip")
    assert of.get("pii.secrets") != []
    [finding] = of.catalogue.signals["pii.secrets"].explain(of)
    assert ".env" in finding.what


def test_numbers_in_archives_are_found() -> None:
    assert upload(zipped({"list.csv": NUMBER}), "list.zip").get("pii.identifiers") == ["fr.nir"]


def test_an_archive_of_a_thousand_files_is_read_in_part() -> None:
    many = {f"{number}.txt": b"nothing here" for number in range(150)}
    assert upload(zipped({**many, "z.env": KEY}), "all.zip").get("pii.secrets") == []
    assert upload(zipped({"a.env": KEY, **many}), "all.zip").get("pii.secrets") != []
