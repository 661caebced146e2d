"""Runs a command on a terminal of its own: _pty.py COLUMNSxROWS SECONDS [TEXT KEYS]... -- COMMAND...

Waits for each text in what the command writes, from where the text before it ended, and then types the keys, which are in
hexadecimal. Prints all that was written and, in a last line, the exit status. Ends a command that takes longer."""
import fcntl, os, pty, select, signal, struct, sys, termios, time

size, seconds, *rest = sys.argv[1:]
end = rest.index("--")
steps = [(rest[n].encode(), bytes.fromhex(rest[n + 1])) for n in range(0, end, 2)]
child, terminal = pty.fork()
if child == 0:
    # The parent sets the size first.
    time.sleep(0.1)
    os.execvp(rest[end + 1], rest[end + 1:])
columns, rows = map(int, size.split("x"))
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
written, seen, limit = b"", 0, time.monotonic() + float(seconds)
while time.monotonic() < limit:
    if select.select([terminal], [], [], 0.05)[0]:
        try:
            text = os.read(terminal, 65536)
        except OSError:
            break
        if text == b"":
            break
        written += text
    if steps and steps[0][0] in written[seen:]:
        seen = written.index(steps[0][0], seen) + len(steps[0][0])
        os.write(terminal, steps.pop(0)[1])
else:
    os.kill(child, signal.SIGKILL)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.stdout.buffer.write(written + b"\nstatus %d, %d steps left\n" % (status, len(steps)))
