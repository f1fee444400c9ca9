"""Measures inside a test host what it takes to bring images and volumes over from Docker to Podman.

Berth's own time is taken from its report and its journal, the same work by hand is `docker save | podman load` and
`cp -a`; in each round one after the other. The table goes to standard output, talk to standard error.
"""
import argparse
import datetime
import json
import os
import subprocess

from contestants import BERTH, IMAGE, write
from process import ending, machine, run, say, seconds
from report import Table, median

SET = "/root/bench/moving.yaml"
JOURNAL = "/var/lib/berth/migration.jsonl"
PODMAN_VOLUMES = "/var/lib/containers/storage/volumes"
IMAGES, VOLUMES = 20, 5
LAYER, VOLUME = 10_000_000, 1_000_000_000
SMALL_FILES, SMALL = 5000, 20_000


def names():
    return [f"moving{i:02}" for i in range(1, IMAGES + 1)]


def image(name):
    return f"localhost/bench/{name}:1"


def source(volume):
    return run(["docker", "volume", "inspect", "--format", "{{.Mountpoint}}", volume]).strip()


def fill(directory):
    """A volume: a tenth small files, the rest one big one."""
    for number in range(SMALL_FILES):
        with open(f"{directory}/small{number}", "wb") as file:
            file.write(os.urandom(SMALL))
    with open(f"{directory}/big", "wb") as file:
        for _ in range((VOLUME - SMALL_FILES * SMALL) // 1_000_000):
            file.write(os.urandom(1_000_000))


def prepare():
    """Twenty images, each with one layer of its own on one that all have; volumes for the first ones."""
    lines = []
    for number, name in enumerate(names()):
        write("/root/bench/build/Dockerfile", f"FROM {IMAGE}\nCOPY layer /layer\n")
        with open("/root/bench/build/layer", "wb") as layer:
            layer.write(os.urandom(LAYER))
        container = run(["docker", "create", IMAGE, "true"]).strip()
        run(["docker", "cp", "/root/bench/build/layer", f"{container}:/layer"])
        run(["docker", "commit", container, image(name)])
        run(["docker", "rm", container])
        lines += [f"{name}:", f"  image: {image(name)}", "  restart: always", "  net: host",
                  "  command: [sh, -c, \"trap 'exit 0' TERM; while :; do sleep 0.2; done\"]"]
        if number < VOLUMES:
            run(["docker", "volume", "create", f"data{number}"])
            fill(source(f"data{number}"))
            lines.append(f"  volumes: [\"data{number}:/data\"]")
    write(SET, "\n".join(lines) + "\n")
    run([BERTH, "apply", "--container-cli", "docker", "-f", SET])


def forget():
    """Podman has neither the images nor the volumes."""
    for kind, present in (("volume", run(["podman", "volume", "ls", "-q"]).split()),
                          ("image", [name for name in map(image, names()) if exists(name)])):
        if present:
            run(["podman", kind, "rm", "--force", *present])


def exists(name):
    return subprocess.run(["podman", "image", "exists", name], check=False).returncode == 0


def by_berth():
    """Seconds for the images and for the volumes; and the longest and the median downtime."""
    report = json.loads(run([BERTH, "migrate", "-f", SET, "--yes", "--output", "json"]))
    # They come in one archive, and the step of each tells how long that took.
    images = max(step["seconds"] for step in report["steps"] if step["action"] == "carry-image")
    downtimes = [step["downtime_seconds"] for step in report["steps"] if "downtime_seconds" in step]
    volumes, begun = 0.0, {}
    with open(JOURNAL, encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            at = datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00")).timestamp()
            if entry["event"] == "volume-begun":
                begun[entry["target"]] = at
            elif entry["event"] == "volume-done":
                volumes += at - begun[entry["target"]]
    run([BERTH, "migrate", "--rollback", "--yes"])
    os.remove(JOURNAL)
    return images, volumes, max(downtimes), median(downtimes)


def one_by_one():
    return seconds(["sh", "-c", "for i; do docker save $i | podman load --quiet; done", "-", *map(image, names())])


def in_one_archive():
    return seconds(["sh", "-c", "docker save \"$@\" | podman load --quiet", "-", *map(image, names())])


def copied():
    total = 0.0
    for number in range(VOLUMES):
        to = f"{PODMAN_VOLUMES}/by-hand{number}"
        total += seconds(["sh", "-c", "cp -a \"$1\" \"$2\" && sync -f \"$2\"", "-", source(f"data{number}"), to])
        run(["rm", "-rf", to])
    return total


def main():
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    here = machine()
    run(["systemctl", "start", "docker"])
    os.makedirs(PODMAN_VOLUMES, exist_ok=True)
    prepare()
    took = {}
    for number in range(options.rounds):
        say(f"round {number + 1} of {options.rounds}")
        for what, measured in (("each", one_by_one), ("all", in_one_archive), ("copy", copied)):
            took.setdefault(what, []).append(measured())
            forget()
        for what, value in zip(("images", "volumes", "longest", "usual"), by_berth()):
            took.setdefault(what, []).append(value)
        forget()
    mid = {what: median(values) for what, values in took.items()}
    table = Table()
    table.add("images come over", IMAGES, mid["images"], "`docker save \\| podman load` of all in one", mid["all"])
    table.add("images come over", IMAGES, mid["images"], "`docker save \\| podman load` of each", mid["each"])
    table.add("volumes of 1 GB come over and are compared", VOLUMES, mid["volumes"], "`cp -a` and `sync`", mid["copy"])
    table.add("longest downtime of one", IMAGES, mid["longest"])
    table.add("median downtime", IMAGES, mid["usual"])
    print(f"{here}. Medians of {options.rounds} rounds.\n")
    print(table.markdown() if options.markdown else table.plain())


if __name__ == "__main__":
    ending(main)
