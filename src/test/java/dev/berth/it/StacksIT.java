package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each entry of /etc/berth/stacks is a configuration: what is in it runs, what has left it goes.
 */
@ClassTemplate
class StacksIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SERVICE =
      "{image: 'localhost/berth-test/busybox:1', command: sleep infinity, restart: always";

  private static void stack(String name, String yaml) {
    host.write("/etc/berth/stacks/" + name, yaml);
  }

  @Test
  void whatIsInTheDirectoryRunsAndWhatHasLeftItGoes() {
    host.get("rm", "-rf", "/etc/berth/stacks", "/srv/more");
    assertThat(host.berth(2, "apply").stderr())
        .contains("no configuration is given")
        .contains("/etc/berth/stacks");

    host.get("mkdir", "-p", "/etc/berth/stacks/shop", "/srv/more");
    // It is read first, and is to start after another.
    stack("app.yaml", "services: {web: " + SERVICE + ", x-berth: {depends_on: [shop/db]}}}\n");
    stack("shop/compose.yaml", "services: {db: " + SERVICE + "}}\nvolumes: {data: }\n");
    stack(
        "plain.yaml",
        "lone: {image: 'localhost/berth-test/busybox:1', command: sleep infinity,"
            + " restart: always, net: none}\n");
    stack("notes.txt", "nothing\n");
    stack(".hidden.yaml", "nothing\n");

    String plan = host.berth(0, "plan").stdout();
    assertThat(plan.indexOf("create shop-db")).isLessThan(plan.indexOf("create app-web"));
    assertThat(plan).contains("shop:").contains("app:").contains("plain:");
    assertThat(host.berth(0, "plan").stderr()).contains("notes.txt").contains("it is no stack");
    host.get("rm", "/etc/berth/stacks/notes.txt");
    assertThat(host.berth(0, "validate").stdout()).contains("3 containers");
    host.berth(0, "apply");
    assertThat(host.berth(0, "plan").stdout()).contains("Nothing to do");
    assertThat(host.berth(0, "list", "-f", "value", "-c", "container", "-c", "source").stdout())
        .contains("app-web /etc/berth/stacks/app.yaml")
        .contains("lone /etc/berth/stacks/plain.yaml")
        .contains("shop-db /etc/berth/stacks/shop");

    // What another path was named for is none of the directory's.
    host.write(
        "/srv/more/other.yaml",
        "other: {image: 'localhost/berth-test/busybox:1', command:"
            + " sleep infinity, restart: always, net: none}\n");
    host.berth(0, "apply", "--file", "/srv/more/other.yaml");
    assertThat(host.berth(0, "plan").stdout()).contains("Nothing to do");

    // One that is wrong, or fails, holds up no other.
    stack("wrong.yaml", "services: {a: {imag: x}}\n");
    host.get("sed", "-i", "s/sleep infinity/sleep 12345/", "/etc/berth/stacks/plain.yaml");
    assertThat(host.berth(2, "plan").stdout()).contains("replace lone");
    CommandResult partly = host.berth(1, "apply");
    assertThat(partly.stderr())
        .contains("/etc/berth/stacks/wrong.yaml:1:")
        .contains("the stack 'wrong' is left as it is");
    assertThat(host.inspect("lone", "{{.Config.Cmd}}")).contains("12345");
    assertThat(host.berth(2, "validate").stdout()).contains("3 containers");
    // What it had before runs on.
    host.get("cp", "/etc/berth/stacks/app.yaml", "/root/app.yaml");
    stack("app.yaml", "services: [\n");
    assertThat(host.berth(2, "plan").stdout()).contains("Nothing to do");
    host.get("mv", "/root/app.yaml", "/etc/berth/stacks/app.yaml");
    host.get("rm", "/etc/berth/stacks/wrong.yaml");
    host.get("sed", "-i", "s/sleep 12345/sleep infinity/", "/etc/berth/stacks/plain.yaml");
    stack(
        "broken.yaml",
        "services: {a: {image: 'localhost/berth-test/busybox:1', command: exit 1,"
            + " restart: always, x-berth: {start_order: 0}}}\n");
    host.get("sed", "-i", "s/sleep infinity/sleep 123456/", "/etc/berth/stacks/plain.yaml");
    host.berth(1, "apply");
    assertThat(host.inspect("lone", "{{.Config.Cmd}}")).contains("123456");
    host.get("rm", "/etc/berth/stacks/broken.yaml");

    if (!host.isDocker()) {
      // What is needed elsewhere does not go, and is not taken away without a word.
      host.get(
          "sed",
          "-i",
          "s,\\[shop/db\\],{shop/db: {required: true}},",
          "/etc/berth/stacks/app.yaml");
      host.berth(0, "apply");
      host.get("mv", "/etc/berth/stacks/shop", "/root/shop");
      assertThat(host.berth(2, "plan").stderr()).contains("'app-web' needs 'shop-db', which goes");
      host.get("mv", "/root/shop", "/etc/berth/stacks/shop");
      assertThat(host.berth(0, "delete", "--dry-run", "shop").stderr())
          .contains("berth-app-web.service")
          .contains("requires 'shop-db' and stops with it");
    }
    host.get("rm", "-r", "/etc/berth/stacks/shop");
    host.get("sed", "-i", "s/, x-berth: .*/}}/", "/etc/berth/stacks/app.yaml");
    assertThat(host.berth(0, "plan").stdout())
        .contains("remove shop-db")
        .contains("its file /etc/berth/stacks/shop is gone")
        .contains(host.isDocker() ? "remove shop-db" : "restart app-web")
        .contains(host.isDocker() ? "remove broken-a" : "remove shop-db");
    host.berth(0, "apply");
    assertThat(host.berth(0, "list", "-f", "value", "-c", "container").stdout())
        .contains("app-web")
        .contains("other")
        .doesNotContain("shop-db")
        .doesNotContain("broken-a");
    assertThat(host.engine("network", "ls")).doesNotContain("shop_default");
    assertThat(host.berth(0, "plan").stdout()).contains("Nothing to do");

    // A network that another stack is in stays until that one has left it.
    stack("lends.yaml", "services: {a: " + SERVICE + ", networks: [n]}}\nnetworks: {n: }\n");
    host.berth(0, "apply");
    stack(
        "uses.yaml",
        "services: {b: "
            + SERVICE
            + ", networks: [n]}}\nnetworks: {n: {external: true, name: lends_n}}\n");
    host.berth(0, "apply");
    host.get("rm", "/etc/berth/stacks/lends.yaml");
    assertThat(host.berth(0, "apply").stderr()).contains("'lends_n' is used by uses-b: it stays");
    host.get("rm", "/etc/berth/stacks/uses.yaml");
    assertThat(host.berth(0, "plan").stdout()).contains("remove network lends_n");
    host.berth(0, "apply");
    assertThat(host.engine("network", "ls")).doesNotContain("lends_n");
    assertThat(host.berth(0, "plan").stdout()).contains("Nothing to do");

    host.get("rm", "/etc/berth/stacks/app.yaml", "/etc/berth/stacks/plain.yaml");
    assertThat(host.berth(2, "apply").stderr()).contains("there is no stack in it");
    assertThat(host.berth(0, "list", "-f", "value", "-c", "container").stdout())
        .contains("app-web");
    host.berth(0, "apply", "--allow-empty");
    assertThat(host.berth(0, "list", "-f", "value", "-c", "container").stdout().strip())
        .isEqualTo("other");
    host.berth(0, "delete", "other");
  }
}
