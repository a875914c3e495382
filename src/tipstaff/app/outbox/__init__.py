"""What waits to leave the installation or could not, and clocks that stopped, as people see them and set them right.

commands    try one again, or give it up
shown       as it may be shown: personal values masked
inside      what such a command is told: the transaction itself
stopped     clocks whose command was refused or breaks off, or that cannot be read
"""
