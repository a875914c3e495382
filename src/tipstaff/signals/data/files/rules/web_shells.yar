/* Pages that run what a visitor sends them. Our own description of what such pages do. */
rule PHP_Runs_What_Is_Sent {
  meta:
    about = "PHP that evaluates or executes a request parameter"
  strings:
    $php = /<\?(php|=)/ nocase
    $direct = /\b(eval|assert|system|shell_exec|passthru|exec|popen|proc_open|pcntl_exec|create_function)\s{0,8}\(\s{0,8}(@\s{0,4})?(base64_decode|gzinflate|gzuncompress|str_rot13|hex2bin|stripslashes|urldecode)?\s{0,8}\(?\s{0,8}@?\$_(GET|POST|REQUEST|COOKIE|SERVER|FILES)\b/ nocase
    $variable = /\$_(GET|POST|REQUEST|COOKIE)\s{0,4}\[[^\]]{1,40}\]\s{0,4}\(\s{0,4}@?\$_(GET|POST|REQUEST|COOKIE)/ nocase
    $backtick = /`\s{0,4}\$_(GET|POST|REQUEST|COOKIE)\s{0,4}\[/ nocase
  condition:
    $php and any of ($direct, $variable, $backtick)
}
rule PHP_Hidden_Evaluation {
  meta:
    about = "PHP that evaluates a long encoded string"
  strings:
    $php = /<\?(php|=)/ nocase
    $layers = /\beval\s{0,8}\(\s{0,8}(gzinflate|gzuncompress|str_rot13|base64_decode|rawurldecode|convert_uudecode|strrev)\s{0,8}\(\s{0,8}((gzinflate|base64_decode|str_rot13|strrev)\s{0,8}\(\s{0,8}){0,4}['"][A-Za-z0-9+\/=%]{200}/ nocase
    $replace = /preg_replace\s{0,8}\(\s{0,8}['"]\/[^'"]{0,40}\/[a-z]{0,4}e['"]\s{0,8},\s{0,8}['"\$]/ nocase
    $chr = /(chr\(\d{1,3}\)\s{0,2}\.\s{0,2}){12}/ nocase
    $eval = "eval" nocase
  condition:
    $php and ($layers or $replace or ($chr and $eval))
}
rule ASP_Runs_What_Is_Sent {
  meta:
    about = "ASP or ASP.NET that evaluates a request parameter"
  strings:
    $eval = /<%[^%]{0,200}\b(eval|execute|executeglobal)\s{0,8}\(?\s{0,8}(request|server\.htmlencode\(request)/ nocase
    $item = /eval\s{0,8}\(\s{0,8}Request(\.Item|\.Form|\.QueryString)?\s{0,4}[\[\(]/ nocase
  condition:
    any of them
}
rule JSP_Runs_What_Is_Sent {
  meta:
    about = "JSP that executes a request parameter"
  strings:
    $tag = "<%"
    $run = /getRuntime\(\)\s{0,8}\.\s{0,8}exec\s{0,8}\(\s{0,8}request\.getParameter/ nocase
    $two = /request\.getParameter\s{0,4}\([^)]{1,60}\)[^%]{0,400}(getRuntime\(\)\s{0,8}\.\s{0,8}exec|new\s+ProcessBuilder)/ nocase
  condition:
    $tag and any of ($run, $two)
}
rule Web_Shell_By_Its_Own_Name {
  meta:
    about = "Known web shells that say who they are"
  strings:
    $a = "c99shell" nocase
    $b = "r57shell" nocase
    $c = "WSO 2." 
    $d = "b374k" nocase
    $e = "FilesMan" fullword
    $f = "IndoXploit" nocase
    $g = "Antichat Shell" nocase
    $php = "<?php" nocase
  condition:
    $php and any of ($a, $b, $c, $d, $e, $f, $g)
}
