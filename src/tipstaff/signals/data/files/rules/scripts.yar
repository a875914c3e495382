/* Scripts that fetch and start programs, open a way in, or take what is not theirs. */
rule Script_Fetches_And_Runs {
  meta:
    about = "A script that loads code from the network and runs it at once"
  strings:
    $iex = /\b(iex|invoke-expression)\b[\s(&]{0,8}[("']?\s{0,4}\(?\s{0,4}(new-object\s+(system\.)?net\.webclient|invoke-webrequest|iwr|invoke-restmethod|irm|curl|wget)\b/ nocase
    $piped = /(downloadstring|invoke-webrequest|iwr|irm|invoke-restmethod)\b[^|\n]{1,300}\|\s{0,4}(iex|invoke-expression)\b/ nocase
    $loaded = /\.downloadstring\s{0,4}\([^)\n]{4,300}\)\s{0,4}\)?\s{0,4}[;|]?\s{0,4}(iex|\|)/ nocase
    $mshta = /mshta(\.exe)?\s{1,4}["']?(https?:|javascript:|vbscript:)/ nocase
    $reg = /regsvr32(\.exe)?\s[^\n]{0,80}\/i:https?:/ nocase
    $cert = /certutil(\.exe)?\s[^\n]{0,80}-urlcache[^\n]{0,80}https?:/ nocase
    $bits = /bitsadmin(\.exe)?\s[^\n]{0,80}\/transfer[^\n]{0,200}https?:[^\n]{0,200}\.(exe|dll|scr|ps1|bat)/ nocase
  condition:
    filesize < 2MB and any of them
}
rule PowerShell_Hidden_And_Encoded {
  meta:
    about = "PowerShell started out of sight with an encoded command"
  strings:
    $encoded = /powershell(\.exe)?["']?\s[^\n]{0,200}-(e|ec|en|enc|enco|encodedcommand)\s{1,4}["']?[A-Za-z0-9+\/=]{60}/ nocase
    $hidden = /-(w|win|windowstyle)\s{1,4}(hidden|1)\b/ nocase
    $bypass = /-(ep|exec|executionpolicy)\s{1,4}bypass/ nocase
    $nop = /-(nop|noprofile|noni)\b/ nocase
  condition:
    filesize < 2MB and $encoded and any of ($hidden, $bypass, $nop)
}
rule Reverse_Shell {
  meta:
    about = "A command line that hands a shell to a machine elsewhere"
  strings:
    $bash = /bash\s+-i\s{0,4}>&?\s{0,4}\/dev\/(tcp|udp)\/[\w.-]{4,64}\/\d{2,5}/
    $exec = /exec\s+\d{1,3}<>\s{0,2}\/dev\/tcp\/[\w.-]{4,64}\/\d{2,5}/
    $nc = /\bn(c|cat)(\.traditional|\.exe)?\s[^\n;|]{0,60}-(e|c)\s{1,4}(\/bin\/)?(ba|z|k)?sh\b/
    $fifo = /mkfifo\s+\/tmp\/[^\n]{1,80}\|\s{0,4}\/bin\/(ba)?sh\s+-i[^\n]{1,60}\|\s{0,4}n(c|cat)\b/
    $python = /socket\.socket\([^)]{0,80}\)[^\n]{0,200}\.connect\(\([^)]{4,80}\)\)[^\n]{0,300}os\.dup2\([^\n]{0,400}(\/bin\/(ba)?sh|pty\.spawn)/
    $perl = /perl\s+-e\s{0,4}['"][^\n]{0,60}use\s+Socket[^\n]{0,300}exec\s{0,4}[({"']{1,3}\/bin\/(ba)?sh/
    $php = /fsockopen\s{0,4}\([^)]{4,80}\)\s{0,4};[^\n]{0,60}(exec|shell_exec|system|passthru|proc_open)\s{0,4}\(\s{0,4}["']\/bin\/(ba)?sh/
    $powershell = /New-Object\s+(System\.)?Net\.Sockets\.TCPClient\s{0,4}\([^)]{4,80}\)[^\n]{0,600}(iex|Invoke-Expression)/ nocase
  condition:
    filesize < 2MB and any of them
}
rule Windows_Script_Drops_A_Program {
  meta:
    about = "A Windows script that fetches a file, writes it and starts it"
  strings:
    $shell = "WScript.Shell" nocase
    $fetch1 = "MSXML2.XMLHTTP" nocase
    $fetch2 = "WinHttp.WinHttpRequest" nocase
    $fetch3 = "Microsoft.XMLHTTP" nocase
    $write1 = "ADODB.Stream" nocase
    $write2 = "SaveToFile" nocase
    $run = /\.(run|exec|shellexecute)\s{0,4}[\("']/ nocase
  condition:
    filesize < 2MB and $shell and any of ($fetch*) and any of ($write*) and $run
}
rule Shell_Fetches_A_Bot {
  meta:
    about = "A shell script that fetches a program for several processors, makes it runnable and starts it, as device bots do"
  strings:
    $fetch = /(wget|curl|tftp|busybox\s+wget)\s[^\n]{0,120}(mips|mipsel|arm[567]?|x86(_64)?|sh4|ppc|m68k|spc)\b/
    $mode = /chmod\s+(\+x|7{1,3}7?|755)\s/
    $gone = /rm\s+-rf?\s/
  condition:
    filesize < 200KB and #fetch >= 3 and $mode and $gone
}
rule Takes_Browser_Passwords {
  meta:
    about = "A script that reads the password stores of browsers and sends them away"
  strings:
    $store1 = "Login Data" 
    $store2 = "logins.json"
    $store3 = "\\Local State" 
    $store4 = "wallet.dat"
    $open1 = "CryptUnprotectData"
    $open2 = "os_crypt"
    $open3 = "encrypted_key"
    $send1 = "api.telegram.org/bot"
    $send2 = "discord.com/api/webhooks"
    $send3 = "discordapp.com/api/webhooks"
    $send4 = "smtp.gmail.com"
  condition:
    filesize < 10MB and 2 of ($store*) and any of ($open*) and any of ($send*)
}
