/* Programs that take files hostage, watch people or mine, by what they carry. */
rule Ransom_Note {
  meta:
    about = "The note that ransomware leaves: files are encrypted, pay, a key, a way to pay"
  strings:
    $a1 = /(your|all( of)? your|vos|tous vos) (personal |important )?(files|documents|data|fichiers|donn\xc3\xa9es)[^.\n]{0,80}(have been|has been|were|are|ont \xc3\xa9t\xc3\xa9|sont) (encrypted|locked|chiffr\xc3\xa9s|crypt\xc3\xa9s|chiffr\xc3\xa9es)/ nocase
    $b1 = /(decrypt(ion|or)?|private) (key|tool|software)/ nocase
    $b2 = /(decryptor|d\xc3\xa9chiffr|recover your files|restore your files|r\xc3\xa9cup\xc3\xa9rer vos fichiers)/ nocase
    $c1 = /\b(bitcoins?|btc|monero|xmr)\b/ nocase
    $c2 = /[a-z2-7]{56}\.onion/
    $c3 = /(bc1[a-z0-9]{25,60}|\b[13][A-HJ-NP-Za-km-z1-9]{25,34}\b)/
    $d1 = /(do not|don't|never|ne) (try|attempt|rename|modify|delete|use|contact|tentez|renommez)/ nocase
  condition:
    $a1 and any of ($b*) and any of ($c*) and $d1
}
rule Ransomware_Program {
  meta:
    about = "A program that removes shadow copies and carries a ransom note"
  strings:
    $s1 = /vssadmin(\.exe)?\s{1,4}delete\s{1,4}shadows/ nocase ascii wide
    $s2 = /wmic(\.exe)?\s{1,4}shadowcopy\s{1,4}delete/ nocase ascii wide
    $s3 = /bcdedit(\.exe)?\s[^\x00\n]{0,60}recoveryenabled\s{1,4}no/ nocase ascii wide
    $s4 = /wbadmin(\.exe)?\s{1,4}delete\s{1,4}(catalog|systemstatebackup)/ nocase ascii wide
    $n1 = "files have been encrypted" nocase ascii wide
    $n2 = "files are encrypted" nocase ascii wide
    $n3 = ".onion" nocase ascii wide
    $n4 = "decrypt" nocase ascii wide
    $n5 = "README_FOR_DECRYPT" nocase ascii wide
    $n6 = "HOW_TO_DECRYPT" nocase ascii wide
  condition:
    filesize < 30MB and ((2 of ($s*)) or (any of ($s*) and 2 of ($n*)))
}
rule Key_Logger_Program {
  meta:
    about = "A Windows program that reads keys, windows and the clipboard, and sends mail or files away"
  strings:
    $k1 = "GetAsyncKeyState"
    $k2 = "SetWindowsHookEx"
    $k3 = "GetKeyboardState"
    $w1 = "GetForegroundWindow"
    $w2 = "GetWindowText"
    $n1 = "keylog" nocase ascii wide
    $n2 = /\[(ENTER|BACKSPACE|CAPS ?LOCK|TAB|CTRL)\]/ ascii wide
    $o1 = "smtp." ascii wide
    $o2 = "InternetOpenUrl"
    $o3 = "FtpPutFile"
    $o4 = "api.telegram.org" ascii wide
  condition:
    uint16(0) == 0x5A4D and 2 of ($k*) and any of ($w*) and any of ($n*) and any of ($o*)
}
rule Key_Logger_Script {
  meta:
    about = "A script that records keys and sends them away"
  strings:
    $a1 = "pynput.keyboard"
    $a2 = "from pynput import keyboard"
    $a3 = "keyboard.on_press"
    $a4 = "GetAsyncKeyState"
    $b1 = "smtplib"
    $b2 = "api.telegram.org/bot"
    $b3 = "webhooks/"
    $b4 = "requests.post"
    $c1 = "keylog" nocase
    $c2 = "on_press"
  condition:
    filesize < 500KB and any of ($a*) and any of ($b*) and all of ($c*)
}
rule Miner_Program {
  meta:
    about = "A program or configuration that mines cryptocurrency"
  strings:
    $p1 = "stratum+tcp://" ascii wide
    $p2 = "stratum+ssl://" ascii wide
    $m1 = "mining.subscribe"
    $m2 = "mining.authorize"
    $x1 = "donate-level"
    $x2 = "randomx" nocase
    $x3 = "cryptonight" nocase
    $x4 = "\"algo\": \"rx/0\""
    $x5 = "xmrig" nocase
    $x6 = "ethash" nocase
    $x7 = "hashrate" nocase
  condition:
    filesize < 60MB and ((any of ($p*) and 2 of ($x*)) or (all of ($m*) and 2 of ($x*)) or 4 of ($x*))
}
rule Bot_For_Devices {
  meta:
    about = "A program that takes over devices by their factory passwords and floods, like Mirai"
  strings:
    $b1 = "/bin/busybox"
    $c1 = "xc3511"
    $c2 = "vizxv"
    $c3 = "7ujMko0"
    $c4 = "juantech"
    $f1 = "UDPPLAIN" nocase
    $f2 = "synflood" nocase
    $f3 = "/proc/net/tcp"
    $f4 = "watchdog"
  condition:
    uint32(0) == 0x464C457F and filesize < 5MB and $b1 and (2 of ($c*) or (any of ($c*) and 2 of ($f*)))
}
rule Credential_Thief {
  meta:
    about = "Tools that take credentials out of Windows"
  strings:
    $a = "sekurlsa::logonpasswords" ascii wide nocase
    $b = "lsadump::sam" ascii wide nocase
    $c = "privilege::debug" ascii wide nocase
    $d = "kerberos::golden" ascii wide nocase
    $e = "gentilkiwi" ascii wide nocase
  condition:
    filesize < 20MB and 2 of them
}
rule Remote_Control_Implant {
  meta:
    about = "Parts of well-known implants for remote control"
  strings:
    $m1 = "ReflectiveLoader" 
    $m2 = "metsrv.dll" nocase
    $m3 = "stdapi_" 
    $c1 = "%s as %s\\%s: %d"
    $c2 = "beacon.x64.dll"
    $c3 = "beacon.dll"
    $n1 = "njRAT" nocase ascii wide
    $n2 = "AsyncClient" ascii wide
    $n3 = "QuasarRAT" nocase ascii wide
    $n4 = "DarkComet" nocase ascii wide
    $n5 = "NanoCore" ascii wide
    $n6 = "Remcos" ascii wide
  condition:
    uint16(0) == 0x5A4D and (2 of ($m*) or 2 of ($c*) or ($m1 and any of ($c*)) or 2 of ($n*))
}
