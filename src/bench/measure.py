"""Measures inside a test host, where ./bench runs it; the table goes to standard output, talk to standard error."""
import argparse
import time

from contestants import BERTH, Berth, BerthOfCompose, ByHand, Compose, PaunchShaped, Quadlet, expect_running
from process import Failed, ending, machine, peak_mebibytes, run, say, seconds, started
from report import Table, median, memory

PS = ["podman", "ps", "-a", "--format", "json"]
# A look takes a fraction of a second, so that each round affords several.
LOOKS = 3


class Samples:
    """Times by name, over all rounds."""

    def __init__(self):
        self.times = {}

    def add(self, name, value):
        self.times.setdefault(name, []).append(value)

    def of(self, name):
        return median(self.times[name])


def start_up(rounds, table):
    say("start-up")
    folder = Berth.files(30)
    version, podman = [BERTH, "--version"], ["podman", "--version"]
    validate = [BERTH, "validate", "--file", folder]
    samples = Samples()
    for round_ in range(-1, rounds):
        for name, argv in (("version", version), ("podman", podman), ("validate", validate)) * LOOKS:
            took = seconds(argv)
            if round_ >= 0:
                samples.add(name, took)
    podman_took = samples.of("podman")
    table.add("`berth --version`", "", samples.of("version"), "`podman --version`", podman_took, at_most=0.08)
    table.add("`berth validate`, a file for each", 30, samples.of("validate"), "`podman --version`", podman_took, at_most=0.25)
    add_memory(table, "`berth --version`, peak memory", "", version)
    add_memory(table, "`berth validate`, peak memory", 30, validate)


def add_memory(table, what, count, argv):
    table.add(what, count, peak_mebibytes(argv), show=memory, at_most=80)


def berth_round(count, keep):
    berth = Berth(count)
    keep("first", seconds(berth.apply(berth.all_old)))
    expect_running(count, "the first apply")
    for _ in range(LOOKS):
        unchanged = berth.apply(berth.all_old)
        keep("unchanged", timed_unchanged(unchanged, count))
        keep("ps", seconds(PS))
    keep("one changed", seconds(berth.apply(berth.one_new)))
    keep("all changed", seconds(berth.apply(berth.all_new)))
    expect_running(count, "all were changed")
    berth.remove()


def timed_unchanged(argv, count):
    begun = time.monotonic()
    output = run(argv)
    took = time.monotonic() - begun
    if f"0 done, {count} unchanged" not in output:
        raise Failed(f"an apply of what runs already said: {output}")
    return took


def parallel_round(count, keep):
    berth = Berth(count, "--parallel", "4")
    keep("first, --parallel 4", seconds(berth.apply(berth.all_old)))
    keep("all changed, --parallel 4", seconds(berth.apply(berth.all_new)))
    expect_running(count, "apply --parallel 4")
    berth.remove()


def by_hand_round(count, at_once, keep):
    hand = ByHand(count, at_once)
    keep(f"hand {at_once}", seconds(hand.create()))
    expect_running(count, "podman run by hand")
    if at_once > 1:
        keep("hand one", seconds(hand.replace_one()))
        keep("hand all", seconds(hand.replace()))
        expect_running(count, "replacing by hand")
    hand.remove()


def paunch_round(count, keep):
    paunch = PaunchShaped(count)
    for name in ("paunch first", "paunch unchanged"):
        begun = time.monotonic()
        paunch.apply()
        keep(name, time.monotonic() - begun)
        expect_running(count, name)
    paunch.remove()


def compose_round(count, engine, keep):
    compose = Compose(count, engine)
    keep(f"{engine} compose first", seconds(compose.up(compose.all_old)))
    compose.expect("the first up", "old", "old")
    there = compose.ids()
    # podman-compose starts podman twice for each container, as if all were new.
    for _ in range(LOOKS if engine == "docker" else 1):
        keep(f"{engine} compose unchanged", seconds(compose.up(compose.all_old)))
    if compose.ids() != there:
        raise Failed(f"an unchanged up replaced containers of {engine}")
    keep(f"{engine} compose one", seconds(compose.up(compose.one_new)))
    compose.expect("one was changed", "new", "old")
    keep(f"{engine} compose all", seconds(compose.up(compose.all_new)))
    compose.expect("all were changed", "new", "new")
    compose.remove()


def quadlet_round(count, keep):
    quadlet = Quadlet(count)
    begun = time.monotonic()
    quadlet.start()
    keep("quadlet first", time.monotonic() - begun)
    expect_running(count, "the start of Quadlet units")
    quadlet.remove()


def sets(count, rounds):
    """Every contestant in every round, each time in another order; the first round only warms up."""
    samples = Samples()
    contestants = [
        lambda keep: berth_round(count, keep),
        lambda keep: by_hand_round(count, 4, keep),
        lambda keep: parallel_round(count, keep),
        lambda keep: by_hand_round(count, 1, keep),
        lambda keep: paunch_round(count, keep),
        lambda keep: compose_round(count, "docker", keep),
        lambda keep: quadlet_round(count, keep),
        lambda keep: compose_round(count, "podman", keep),
    ]
    for round_ in range(-1, rounds):
        say(f"{count} containers, " + (f"round {round_ + 1} of {rounds}" if round_ >= 0 else "warming up"))
        keep = samples.add if round_ >= 0 else lambda name, value: None
        turn = round_ % len(contestants)
        for contestant in contestants[turn:] + contestants[:turn]:
            contestant(keep)
    return samples


def add_times(table, count, samples):
    of = samples.of
    limit = 0.31 if count == 30 else None
    table.add("unchanged apply", count, of("unchanged"), "one `podman ps -a`", of("ps"), at_most=limit)
    table.add("unchanged apply", count, of("unchanged"), "Paunch's calls", of("paunch unchanged"))
    add_compose(table, "unchanged apply", count, of, "unchanged", "unchanged")
    for name in ("first", "first, --parallel 4"):
        what = name.replace("first", "first apply").replace("--parallel 4", "`--parallel 4`")
        table.add(what, count, of(name), "by hand, 4 at a time", of("hand 4"), ratio_at_most=1.3)
    table.add("first apply", count, of("first"), "by hand, one by one", of("hand 1"))
    table.add("first apply", count, of("first"), "Paunch's calls", of("paunch first"))
    table.add("first apply", count, of("first"), "plain Quadlet units", of("quadlet first"))
    add_compose(table, "first apply", count, of, "first", "first")
    table.add("one changed", count, of("one changed"), "by hand", of("hand one"))
    add_compose(table, "one changed", count, of, "one changed", "one")
    table.add("all changed", count, of("all changed"), "by hand, 4 at a time", of("hand all"))
    add_compose(table, "all changed", count, of, "all changed", "all")
    table.add("all changed, `--parallel 4`", count, of("all changed, --parallel 4"), "by hand, 4 at a time", of("hand all"))


def add_compose(table, what, count, of, ours, theirs):
    for engine, command in (("docker", "`docker compose up -d`"), ("podman", "`podman-compose up -d`")):
        table.add(what, count, of(ours), command, of(f"{engine} compose {theirs}"))


def add_costs(table, count, processes):
    """Memory and processes, in runs of their own: to look costs time."""
    say(f"{count} containers, memory and processes")
    berth = Berth(count)
    apply = berth.apply(berth.all_old)
    add_memory(table, "first apply, peak memory", count, apply)
    add_memory(table, "unchanged apply, peak memory", count, apply)
    unchanged = started(apply)
    berth.remove()
    first = started(apply)
    berth.remove()
    for name, counts in (("unchanged", unchanged), ("first", first)):
        processes.setdefault(name, {})[count] = counts


def add_growth(table, measured, processes):
    for small, large in ((30, 300), (30, 100)):
        if small in measured and large in measured:
            table.add(f"unchanged apply of {large} against {small}", "", measured[large].of("unchanged"), f"{small} containers",
                      measured[small].of("unchanged"), ratio_at_most=2 if large == 300 else None)
            break
    counts = sorted(measured)
    for name, by_count in processes.items():
        smallest = sum(by_count[counts[0]].values())
        for count in counts:
            here = by_count[count]
            what = f"{name} apply, processes (" + ", ".join(f"{program} {n}" for program, n in here.items()) + ")"
            table.add(what, count, sum(here.values()), show=str, at_most=smallest if name == "unchanged" else None)


def growth(counts, rounds, table):
    """Only what changes nothing, for sets that are too large to be made anew by each contestant."""
    samples = {}
    for count in counts:
        say(f"{count} containers that are as wanted")
        samples[count] = Samples()
        berth = Berth(count)
        argv = berth.apply(berth.all_old)
        run(argv)
        for round_ in range(-1, rounds * LOOKS):
            for name, took in (("unchanged", timed_unchanged(argv, count)), ("plan", seconds(berth.plan(berth.all_old))),
                               ("ps", seconds(PS))):
                if round_ >= 0:
                    samples[count].add(name, took)
        berth.remove()
        of = samples[count].of
        table.add("unchanged apply", count, of("unchanged"), "one `podman ps -a`", of("ps"),
                  at_most=3 * of("ps") + 0.3)
        table.add("plan", count, of("plan"), "one `podman ps -a`", of("ps"))
    add_growth(table, samples, {})


def forms(count, rounds, table):
    """The same services in Berth's own form and as a Compose project, side by side on one host."""
    say(f"{count} services in two forms")
    samples = Samples()
    native, project = Berth(count), BerthOfCompose(count)
    for berth in (project, native):
        run(berth.apply(berth.all_old))
    for round_ in range(-1, rounds * LOOKS):
        for name, berth in (("native", native), ("project", project)):
            took = timed_unchanged(berth.apply(berth.all_old), count)
            if round_ >= 0:
                samples.add(name, took)
    project.remove()
    native.remove()
    table.add("unchanged apply of a Compose project", count, samples.of("project"), "the same in Berth's own form",
              samples.of("native"), ratio_at_most=1.1)


def main():
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--unchanged", action="store_true")
    parser.add_argument("--n")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    usual = "30,100,300" if options.unchanged else "10,30,100"
    counts = [int(count) for count in (options.n or usual).split(",") if int(count)]
    here = f"{machine()}. {Compose.versions()}"
    table = Table()
    measured, processes = {}, {}
    if options.unchanged:
        growth(counts, options.rounds, table)
        forms(30, options.rounds, table)
        counts = []
    else:
        start_up(options.rounds, table)
    for count in counts:
        measured[count] = sets(count, options.rounds)
        add_times(table, count, measured[count])
        add_costs(table, count, processes)
    if counts:
        add_growth(table, measured, processes)
    print(f"{here}. Medians of {options.rounds} rounds.\n")
    print(table.markdown() if options.markdown else table.plain())


if __name__ == "__main__":
    ending(main)
