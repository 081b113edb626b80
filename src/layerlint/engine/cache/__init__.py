"""What was found before, kept on the disk: trusted only where it is signed and nothing that it leans on has changed."""
