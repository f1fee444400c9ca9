"""Runs programs: their time, their peak memory, what they start."""
import os
import subprocess
import sys
import time

LONGEST = 900


class Failed(Exception):
    """A run that did not do what it should."""


def say(text):
    """Talk, beside the table."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def ending(main):
    """Runs a program of the bench; a run that failed is a line and a status, not a trace."""
    try:
        main()
    except (Failed, subprocess.TimeoutExpired) as failure:
        say(failure)
        sys.exit(1)


def run(argv):
    """Runs a program that must succeed; its standard output."""
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=LONGEST, text=True)
    if done.returncode != 0:
        raise Failed(f"{' '.join(argv)[:300]}\nended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def seconds(argv):
    """How long a program takes that must succeed."""
    begun = time.monotonic()
    run(argv)
    return time.monotonic() - begun


def peak_mebibytes(argv):
    """The most memory that the program itself had resident; the programs that it starts do not count."""
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    try:
        # The kernel's own high-water mark: what is missed is what was gained in the last millisecond.
        while process.poll() is None:
            peak = max(peak, high_water(process.pid))
            time.sleep(0.001)
    finally:
        process.kill()
        process.wait()
    if process.returncode != 0:
        raise Failed(f"{' '.join(argv)[:300]}\nended with {process.returncode}")
    return peak / 1024


def high_water(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def started(argv, programs=("podman", "systemctl")):
    """How often a program starts each of these, directly or not: a count by program."""
    trace = "/run/bench.strace"
    # -z: only the calls that succeed, not each place where the program was looked for.
    run(["strace", "-f", "-z", "-qq", "-e", "trace=execve", "-e", "signal=none", "-o", trace, *argv])
    counts = dict.fromkeys(programs, 0)
    with open(trace, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if "execve(\"" in line:
                program = os.path.basename(line.split("execve(\"", 1)[1].split("\"", 1)[0])
                if program in counts:
                    counts[program] += 1
    os.remove(trace)
    return counts


def machine():
    """What it was measured on."""
    with open("/proc/meminfo", encoding="ascii") as info:
        gibibytes = int(info.readline().split()[1]) / 1024 / 1024
    systemd = run(["systemctl", "--version"]).split()[1]
    podman = run(["podman", "--version"]).split()[-1]
    docker = run(["docker", "--version"]).split()[2].rstrip(",")
    with open("/proc/loadavg", encoding="ascii") as load:
        busy = load.read().split()[0]
    return (f"{os.cpu_count()} processors, {gibibytes:.0f} GiB of memory, Linux {os.uname().release}, Podman {podman}, "
            f"systemd {systemd}, Docker {docker}, {time.strftime('%Y-%m-%d', time.gmtime())}; load average at the start {busy}")
