/* Documents and shortcuts that start something. */
rule Shortcut_Starts_A_Script {
  meta:
    about = "A Windows shortcut whose target is a script host with arguments"
  strings:
    $a = "powershell" nocase ascii wide
    $b = "mshta" nocase ascii wide
    $c = "cmd.exe" nocase ascii wide
    $d = "wscript" nocase ascii wide
    $x1 = "http" nocase ascii wide
    $x2 = "-enc" nocase ascii wide
    $x3 = "hidden" nocase ascii wide
    $x4 = "javascript:" nocase ascii wide
    $x5 = "/c start" nocase ascii wide
  condition:
    uint32(0) == 0x0000004C and filesize < 4MB and any of ($a, $b, $c, $d) and any of ($x*)
}
rule Equation_Editor_Abuse {
  meta:
    about = "An RTF document with an Equation Editor object (CVE-2017-11882)"
  strings:
    $rtf = "{\\rt"
    $hex = /\\objdata[^}]{0,400}(45\s{0,2}71\s{0,2}75\s{0,2}61\s{0,2}74\s{0,2}69\s{0,2}6f\s{0,2}6e\s{0,2}2e\s{0,2}33|4571756174696f6e2e33)/ nocase
    $cls = /0002ce02\s{0,4}0000\s{0,4}0000\s{0,4}c000\s{0,4}000000000046/ nocase
  condition:
    $rtf at 0 and any of ($hex, $cls)
}
rule Page_Builds_A_Program {
  meta:
    about = "A web page that assembles a program or archive from text and hands it over, as smuggled attachments do"
  strings:
    $b1 = /atob\s{0,4}\(/
    $b2 = /Uint8Array/
    $s2 = /\.download\s{0,4}=\s{0,4}['"][^'"]{1,80}\.(exe|zip|iso|img|js|vbs|hta|lnk|scr|msi|bat)['"]/ nocase
    $z1 = "UEsDB"
    $z2 = "TVqQAAMAAAAEAAAA"
    $z3 = "TVpQAAIAAAAEAA8A"
  condition:
    filesize < 10MB and all of ($b*) and $s2 and any of ($z*)
}
rule Phishing_Kit_Page {
  meta:
    about = "PHP that mails or posts the passwords typed into a form"
  strings:
    $php = "<?php" nocase
    $field = /\$_(POST|REQUEST)\s{0,4}\[\s{0,4}['"](pass(word|wd)?|pwd|passwd|otp|cvv|card(number|no)?|ccnum|pin)['"]\s{0,4}\]/ nocase
    $mail = /\bmail\s{0,4}\(\s{0,4}\$?[\w"'@.]{2,60}\s{0,4},/ nocase
    $telegram = "api.telegram.org/bot" nocase
    $who = /(REMOTE_ADDR|HTTP_USER_AGENT|geoplugin)/ nocase
    $words = /(victim|rezult|result box|logins?\s{0,3}\||\bfullz\b|scampage|\+\+\[|=\+=)/ nocase
  condition:
    filesize < 2MB and $php and $field and $who and ($telegram or ($mail and $words))
}
