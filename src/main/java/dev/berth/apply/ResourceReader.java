package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.host.Account;
import dev.berth.host.Credentials;
import dev.berth.host.SideBySide;
import dev.berth.model.Care;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Credential;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedSecret;
import dev.berth.model.Ownership;
import dev.berth.model.Ownership.Kind;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Resources;
import dev.berth.model.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads what the host has to give. Secrets cost a process where the configuration names any, beside
 * what is read anyway; networks only where a container that differs names one.
 */
final class ResourceReader {
  private static final Path ROOT = Path.of("/");

  private final ContainerRuntime runtime;
  private final Collection<ContainerSpec> specs;
  private final CompletableFuture<Optional<Map<String, ObservedSecret>>> secrets;
  private final Optional<CompletableFuture<Map<String, ObservedNetwork>>> networks;

  /**
   * Begins to read.
   *
   * @param withNetworks whether networks are made or removed
   */
  ResourceReader(ContainerRuntime runtime, Collection<ContainerSpec> specs, boolean withNetworks) {
    this.runtime = runtime;
    this.specs = specs;
    this.networks =
        withNetworks ? Optional.of(SideBySide.begin(runtime::networks)) : Optional.empty();
    List<String> names =
        specs.stream().flatMap(spec -> spec.secretNames().stream()).distinct().sorted().toList();
    this.secrets =
        names.isEmpty()
            ? CompletableFuture.completedFuture(Optional.of(Map.of()))
            : SideBySide.begin(() -> runtime.secrets(names));
  }

  /**
   * What was read.
   *
   * @param key the host's secret, where it has one
   * @param problems receives the secrets that are not there
   */
  Resources read(
      RenderedState wanted, Observed observed, Optional<DigestKey> key, Problems problems) {
    Optional<Map<String, ObservedSecret>> found = SideBySide.join(secrets);
    found.ifPresent(kept -> specs.forEach(spec -> checkSecrets(spec, kept, problems)));
    Map<String, ObservedNetwork> judged = new HashMap<>();
    networks.map(SideBySide::join).orElse(Map.of()).values().stream()
        .map(network -> judged(network, key))
        .forEach(network -> judged.put(network.name(), network));
    NetworkLimits.checkDeclared(wanted, judged, problems);
    Supplier<Map<String, ObservedNetwork>> known = new Networks(wanted, judged);
    Map<ContainerName, List<Problem>> refusals = new HashMap<>();
    for (Rendered rendered : wanted.containers().toList()) {
      ContainerSpec spec = rendered.spec();
      checkCredentials(rendered, problems);
      if (spec.role() != ContainerSpec.Role.EXEC && differs(rendered, observed)) {
        List<Problem> refused = new ArrayList<>();
        new HostLimits(ROOT, runtime.name(), refused::add).check(spec);
        // What comes over from the other engine brings its networks.
        if (!observed.peers().containsKey(rendered.name())) {
          new NetworkLimits(known, refused::add).check(spec);
        }
        if (!refused.isEmpty()) {
          refusals.put(rendered.name(), refused);
        }
      }
    }
    return new Resources(found.orElse(Map.of()), refusals, judged);
  }

  private static ObservedNetwork judged(ObservedNetwork network, Optional<DigestKey> key) {
    return network.with(
        Ownership.of(
            Kind.NETWORK,
            network.name(),
            network.network().labels(),
            claim -> key.map(secret -> secret.seal(claim))));
  }

  private static boolean differs(Rendered rendered, Observed observed) {
    return observed
            .container(rendered.name())
            .flatMap(container -> container.label(Labels.DIGEST))
            .filter(rendered.digest()::equals)
            .isEmpty()
        || observed.findings().detached(rendered.name()).isPresent();
  }

  /** systemd gives them to a unit, and passes over what it does not find. */
  private static void checkCredentials(Rendered rendered, Problems problems) {
    for (Credential credential : Credential.of(rendered.spec())) {
      if (rendered.care() != Care.UNIT || Account.current().uid() != 0) {
        problems.error(
            credential.at(),
            "'"
                + rendered.name()
                + "' is given a credential, which only a service of root's in a unit of systemd has",
            "give it a secret, or `files`");
      } else if (!Credentials.isStored(credential.name())) {
        problems.error(
            credential.at(),
            "there is no credential '"
                + credential.name()
                + "', which '"
                + rendered.name()
                + "' uses",
            "systemd-creds encrypt --name="
                + credential.name()
                + " - /etc/credstore.encrypted/"
                + credential.name());
      }
    }
  }

  /** The secrets of what runs are checked, too: with one gone it would not come up again. */
  private static void checkSecrets(
      ContainerSpec spec, Map<String, ObservedSecret> found, Problems problems) {
    if (spec.values().get(Key.SECRETS) instanceof Value.Sequence secrets) {
      for (Value secret : secrets.items()) {
        if (Credential.isOne(secret)) {
          continue;
        }
        String name = secret.texts().getFirst().split(",", 2)[0];
        if (!found.containsKey(name)) {
          problems.error(
              secret.at(),
              "there is no secret '" + name + "', which '" + spec.name() + "' uses",
              "make it with 'podman secret create " + name + " -'");
        }
      }
    }
  }

  /** Those that there will be; the engine is asked at most once. */
  private final class Networks implements Supplier<Map<String, ObservedNetwork>> {
    private final RenderedState wanted;
    private final Map<String, ObservedNetwork> there;
    private final List<Map<String, ObservedNetwork>> asked = new ArrayList<>();

    Networks(RenderedState wanted, Map<String, ObservedNetwork> there) {
      this.wanted = wanted;
      this.there = there;
    }

    @Override
    public Map<String, ObservedNetwork> get() {
      if (asked.isEmpty()) {
        Map<String, ObservedNetwork> all =
            new HashMap<>(networks.isPresent() ? there : runtime.networks());
        wanted.sets().stream()
            .flatMap(set -> set.declared().networks().stream())
            .forEach(spec -> all.put(spec.name(), new ObservedNetwork("", spec.network())));
        asked.add(all);
      }
      return asked.getFirst();
    }
  }
}
