"""Measures two states of Berth side by side inside a test host: what a change costs; see ./bench --before."""
import argparse

from contestants import BERTH, Berth, expect_running
from measure import Samples, timed_unchanged
from process import ending, machine, run, say, seconds
from report import Table

EARLIER = "/opt/before/berth"
# Two per cent of a third of a second drown in the noise of a few samples.
LOOKS = 12
UNCHANGED_AT_MOST = 1.02


def round_of(count, programs, keep):
    """A set's life under each program; the looks that change nothing take turns, on what the first has made."""
    for program in programs:
        berth = Berth(count, program=program)
        keep("first apply", program, seconds(berth.apply(berth.all_old)))
        expect_running(count, "the first apply")
        keep("one changed", program, seconds(berth.apply(berth.one_new)))
        keep("all changed", program, seconds(berth.apply(berth.all_new)))
        expect_running(count, "all were changed")
        for _ in range(LOOKS):
            keep("unchanged apply", program, timed_unchanged(berth.apply(berth.all_new), count))
        berth.remove()


def side_by_side(count, rounds):
    samples = Samples()
    for round_ in range(-1, rounds):
        say(f"{count} containers, " + (f"round {round_ + 1} of {rounds}" if round_ >= 0 else "warming up"))
        programs = [BERTH, EARLIER] if round_ % 2 else [EARLIER, BERTH]
        round_of(count, programs,
                 lambda what, program, took: samples.add((what, program), took) if round_ >= 0 else None)
    return samples


def main():
    parser = argparse.ArgumentParser(prog="bench --before")
    parser.add_argument("--n", default="30")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    head = f"{machine()}. Medians of {options.rounds} rounds; the reference is {run([EARLIER, '--version']).split()[1]} as built before.\n"
    table = Table()
    for count in (int(word) for word in options.n.split(",") if int(word)):
        samples = side_by_side(count, options.rounds)
        for what in ("first apply", "unchanged apply", "one changed", "all changed"):
            table.add(what, count,
                      samples.of((what, BERTH)), "before", samples.of((what, EARLIER)),
                      ratio_at_most=UNCHANGED_AT_MOST if what == "unchanged apply" else None)
    print(head)
    print(table.markdown() if options.markdown else table.plain())


if __name__ == "__main__":
    ending(main)
