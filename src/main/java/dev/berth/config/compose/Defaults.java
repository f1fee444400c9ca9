package dev.berth.config.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a file need not say. */
final class Defaults {
  private static final Rules<UnaryOperator<Data.Fields>> RULES = Rules.of(rules());

  private Defaults() {}

  private static Map<String, UnaryOperator<Data.Fields>> rules() {
    Map<String, UnaryOperator<Data.Fields>> rules = new HashMap<>();
    rules.put("services.*.build", build -> or(build, "context", "."));
    rules.put(
        "services.*.secrets.*",
        secret -> or(secret, "target", "/run/secrets/" + secret.text("source")));
    rules.put("services.*.ports.*", port -> or(or(port, "protocol", "tcp"), "mode", "ingress"));
    rules.put("services.*.gpus.*", Defaults::all);
    rules.put("services.*.deploy.resources.reservations.devices.*", Defaults::all);
    rules.put(
        "services.*.volumes.*.bind",
        bind ->
            bind.has("create_host_path")
                ? bind
                : bind.with("create_host_path", new Data.Flag(true, bind.at())));
    return rules;
  }

  private static Data.Fields or(Data.Fields mapping, String name, String value) {
    return mapping.has(name) ? mapping : mapping.with(name, new Data.Text(value, mapping.at()));
  }

  private static Data.Fields all(Data.Fields request) {
    return request.has("device_ids") ? request : or(request, "count", "all");
  }

  static Data.Fields added(Data.Fields file) {
    return RULES.changed(
        file, (rule, data, _) -> data instanceof Data.Fields mapping ? rule.apply(mapping) : data);
  }
}
