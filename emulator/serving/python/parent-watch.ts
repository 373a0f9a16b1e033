/**
 * Python source: ends this process and everything it started as soon as the parent is gone. The parent holds the other
 * end of stdin and never writes; the kernel closes it whatever way the parent ends, SIGKILL too. Must be run in a process
 * group of its own.
 */
export const END_WITH_PARENT = `
def end_with_parent():
    parent = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def wait():
        while os.read(parent, 1):
            pass
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()
`;
