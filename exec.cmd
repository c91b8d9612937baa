@rem The scripts of package.json begin with the shell's "exec", so that npm's signals reach the program itself and npm waits for it. cmd.exe has no such word; this is it.
@%*
