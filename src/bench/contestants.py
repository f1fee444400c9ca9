"""What is compared: Berth, the same work by hand, and Paunch's sequence of calls."""
import os
import subprocess

from process import Failed, run

IMAGE = "localhost/berth-test/busybox:1"
BERTH = os.environ.get("BERTH", "/opt/berth/berth")
FOLDER = "/root/bench"


def names(count):
    return [f"bench{i}" for i in range(1, count + 1)]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def running():
    return len(run(["podman", "ps", "-q"]).split())


def expect_running(count, who):
    if running() != count:
        raise Failed(f"after {who}, {running()} containers run instead of {count}")


class Berth:
    """Berth, with sets of services in the host's network."""

    def __init__(self, count, *options):
        self.count = count
        self.options = options
        self.all_old = self.configuration("old", lambda name: "old")
        self.one_new = self.configuration("one", lambda name: "new" if name == "bench1" else "old")
        self.all_new = self.configuration("all", lambda name: "new")

    def configuration(self, label, mode):
        path = f"{FOLDER}/{self.count}-{label}.yaml"
        write(path, "".join(self.container(name, mode(name)) for name in names(self.count)))
        return path

    @staticmethod
    def container(name, mode):
        return (f"{name}:\n  image: {IMAGE}\n  net: host\n  restart: always\n"
                f"  environment: {{MODE: {mode}, NAME: {name}, LEVEL: info}}\n")

    def apply(self, path):
        return [BERTH, "apply", "--file", path, "--config-id", "bench", *self.options]

    def remove(self):
        run([BERTH, "delete", "bench"])
        expect_running(0, "berth delete")

    @staticmethod
    def files(count):
        """A folder with a file for each container."""
        folder = f"{FOLDER}/files"
        for name in names(count):
            write(f"{folder}/{name}.yaml", Berth.container(name, "old"))
        return folder


class ByHand:
    """`podman run`, some at a time, as an operator with xargs would."""

    def __init__(self, count, at_once):
        self.count = count
        self.at_once = at_once
        write(f"{FOLDER}/names", "\n".join(names(count)) + "\n")

    @staticmethod
    def words(mode):
        return ("podman run --detach --name {} --network host --env MODE=" + mode + " --env NAME={} --env LEVEL=info"
                f" --label managed_by=hand {IMAGE}")

    def each(self, command):
        write(f"{FOLDER}/names", "\n".join(names(self.count)) + "\n")
        return ["xargs", "-a", f"{FOLDER}/names", "-P", str(self.at_once), "-I{}", *command]

    def create(self):
        return self.each(self.words("old").split())

    def replace(self):
        return self.each(["sh", "-c", f"podman rm --force --time 10 {{}} >/dev/null && {self.words('new')}"])

    def replace_one(self):
        return ["sh", "-c", f"podman rm --force --time 10 bench1 >/dev/null && {self.words('new').replace('{}', 'bench1')}"]

    def remove(self):
        run(["podman", "rm", "--all", "--force", "--time", "0"])


class PaunchShaped:
    """The calls that Paunch makes of engine and systemd, in its order, without the time of Paunch itself.

    For each apply one `image exists` and two `ps`; for each container that is there its label and its name; for
    each new one `container exists`, two `ps`, `create`, a unit, `daemon-reload` and `enable --now`.
    """

    LOOK = ["podman", "ps", "-a", "--filter", "label=managed_by=paunch", "--filter", "label=config_id=bench", "--format",
            "{{.Names}} {{.Labels.container_name}}"]

    def __init__(self, count):
        self.count = count

    def apply(self):
        run(["podman", "image", "exists", IMAGE])
        run(self.LOOK)
        there = {line.split()[-1] for line in run(self.LOOK).splitlines()}
        for name in names(self.count):
            if name in there:
                self.compare(name)
            else:
                self.create(name)

    def compare(self, name):
        run(["podman", "inspect", "--type", "container", "--format", '{{index .Config.Labels "config_data"}}', name])
        run([*self.LOOK, "--filter", f"label=container_name={name}"])

    def create(self, name):
        # Its answer is no.
        subprocess.run(["podman", "container", "exists", name], check=False)
        for _ in range(2):
            run([*self.LOOK, "--filter", f"label=container_name={name}"])
        run(["podman", "create", "--name", name, "--label", "config_id=bench", "--label", f"container_name={name}",
             "--label", "managed_by=paunch", "--label", f'config_data={{"image": "{IMAGE}", "net": "host"}}',
             "--conmon-pidfile", f"/run/{name}.pid", "--env", "MODE=old", "--env", f"NAME={name}",
             "--env", "LEVEL=info", "--net", "host", IMAGE])
        write(self.unit(name), f"""[Unit]
Description={name} container
After=paunch-container-shutdown.service

[Service]
Restart=always
ExecStart=/usr/bin/podman start {name}
ExecStop=/usr/bin/podman stop -t 10 {name}
KillMode=none
Type=forking
PIDFile=/run/{name}.pid

[Install]
WantedBy=multi-user.target
""")
        run(["systemctl", "daemon-reload"])
        run(["systemctl", "enable", "--now", f"tripleo_{name}.service"])

    @staticmethod
    def unit(name):
        return f"/etc/systemd/system/tripleo_{name}.service"

    def remove(self):
        units = [f"tripleo_{name}.service" for name in names(self.count)]
        run(["systemctl", "disable", "--now", *units])
        for name in names(self.count):
            os.remove(self.unit(name))
        run(["systemctl", "daemon-reload"])
        run(["podman", "rm", "--all", "--force", "--time", "0"])
