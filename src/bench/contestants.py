"""What is compared: Berth, the same work by hand, Compose, plain Quadlet units, and Paunch's sequence of calls."""
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


def expect_running(count, who, engine="podman"):
    running = len(run([engine, "ps", "-q"]).split())
    if running != count:
        raise Failed(f"after {who}, {running} containers run instead of {count}")


class Configured:
    """A tool that makes the containers what a file says: one file for each state of the set."""

    head = ""
    kind = "berth"

    def __init__(self, count):
        self.count = count
        self.all_old = self.configuration("old", lambda name: "old")
        self.one_new = self.configuration("one", lambda name: "new" if name == "bench1" else "old")
        self.all_new = self.configuration("all", lambda name: "new")

    def path(self, label):
        return f"{FOLDER}/{self.count}-{label}.{self.kind}.yaml"

    def configuration(self, label, mode):
        path = self.path(label)
        write(path, self.head + "".join(self.container(name, mode(name)) for name in names(self.count)))
        return path


class Berth(Configured):
    """Berth, with sets of services in the host's network."""

    def __init__(self, count, *options, program=BERTH):
        super().__init__(count)
        self.options = options
        self.program = program

    @staticmethod
    def container(name, mode):
        return (f"{name}:\n  image: {IMAGE}\n  net: host\n  restart: always\n"
                f"  environment: {{MODE: {mode}, NAME: {name}, LEVEL: info}}\n")

    def apply(self, path):
        return [self.program, "apply", "--file", path, "--config-id", "bench", *self.options]

    def plan(self, path):
        return [self.program, "plan", "--file", path, "--config-id", "bench"]

    def remove(self):
        run([self.program, "delete", "bench"])
        expect_running(0, "berth delete")

    @staticmethod
    def files(count):
        """A folder with a file for each container."""
        folder = f"{FOLDER}/files"
        for name in names(count):
            write(f"{folder}/{name}.yaml", Berth.container(name, "old"))
        return folder


class BerthOfCompose(Berth):
    """Berth, with the same services as a Compose project, in a file that is called as people call it."""

    head = "services:\n"

    def path(self, label):
        return f"{FOLDER}/{self.count}-{label}/compose.yaml"

    @staticmethod
    def container(name, mode):
        return (f"  {name}:\n    image: {IMAGE}\n    network_mode: host\n    restart: always\n"
                f"    environment: {{MODE: {mode}, NAME: {name}, LEVEL: info}}\n")

    def apply(self, path):
        return [self.program, "apply", "--file", path, "--config-id", "project", *self.options]

    def remove(self):
        run([self.program, "delete", "project"])


class Compose(Configured):
    """`up -d` of Docker Compose or podman-compose, each with its defaults."""

    head = "services:\n"
    kind = "compose"

    def __init__(self, count, engine):
        super().__init__(count)
        self.engine = engine
        self.program = ["docker", "compose"] if engine == "docker" else ["podman-compose"]
        if engine == "docker":
            # Its limit of starts in a minute is not meant for rounds.
            run(["systemctl", "reset-failed"])
            run(["systemctl", "start", "docker.service"])

    @staticmethod
    def container(name, mode):
        return (f"  {name}:\n    container_name: {name}\n    image: {IMAGE}\n    network_mode: host\n    restart: always\n"
                f"    environment: {{MODE: {mode}, NAME: {name}, LEVEL: info}}\n")

    def command(self, path, *words):
        return [*self.program, "--project-name", "bench", "--file", path, *words]

    def up(self, path):
        return self.command(path, "up", "-d")

    def ids(self):
        return set(run([self.engine, "ps", "-q"]).split())

    def expect(self, who, first, last):
        """All run, and the first and the last one have this MODE: an exit status of 0 alone does not say so."""
        expect_running(self.count, who, self.engine)
        for name, mode in {f"bench{self.count}": last, "bench1": first}.items():
            if f"MODE={mode}" not in run([self.engine, "inspect", "--format", "{{.Config.Env}}", name]):
                raise Failed(f"after {who}, MODE of {name} is not {mode}")

    def remove(self):
        run(self.command(self.all_old, "down", "--timeout", "0"))
        expect_running(0, "down", self.engine)
        if self.engine == "docker":
            run(["systemctl", "stop", "docker.service", "docker.socket", "containerd.service"])

    @staticmethod
    def versions():
        return (f"Docker Compose {run(['docker', 'compose', 'version', '--short']).strip()}, "
                f"podman-compose {run(['podman-compose', 'version', '--short']).strip()}")


class Quadlet:
    """Plain Quadlet units, all started by one call of systemctl."""

    def __init__(self, count):
        self.names = names(count)

    @staticmethod
    def unit(name):
        return f"/etc/containers/systemd/{name}.container"

    def start(self):
        for name in self.names:
            write(self.unit(name), f"[Container]\nImage={IMAGE}\nContainerName={name}\nNetwork=host\n"
                                   f"Environment=MODE=old NAME={name} LEVEL=info\n[Service]\nRestart=always\n")
        run(["systemctl", "daemon-reload"])
        run(["systemctl", "start", *self.names])

    def remove(self):
        run(["systemctl", "stop", *self.names])
        # A stop by SIGTERM is a failure to it.
        run(["systemctl", "reset-failed"])
        for name in self.names:
            os.remove(self.unit(name))
        run(["systemctl", "daemon-reload"])
        expect_running(0, "the stop of Quadlet units")


class ByHand:
    """`podman run`, some at a time, as an operator with xargs would."""

    def __init__(self, count, at_once):
        self.count = count
        self.at_once = at_once
        write(f"{FOLDER}/names", "\n".join(names(count)) + "\n")

    @staticmethod
    def words(mode):
        return ("podman run --detach --restart always --name {} --network host --env MODE=" + mode + " --env NAME={} --env LEVEL=info"
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
