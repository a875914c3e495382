/* The harmless file that every scanner reports (eicar.org), alone or at the beginning of a short file. */
rule EICAR_Test_File {
  meta:
    about = "EICAR anti-virus test file"
    source = "https://www.eicar.org/download-anti-malware-testfile/"
  strings:
    $line = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
  condition:
    $line at 0 or (filesize < 4KB and $line)
}
