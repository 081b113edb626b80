from pwdlib import PasswordHash

ALGORITHM = "HS256"

hasher = PasswordHash.recommended()
