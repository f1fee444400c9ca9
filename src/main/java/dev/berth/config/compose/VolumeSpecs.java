package dev.berth.config.compose;

import dev.berth.model.Problems;
import dev.berth.model.Volume;
import dev.berth.model.VolumeSpec;
import java.util.ArrayList;
import java.util.List;

/** The named volumes of a project. */
final class VolumeSpecs {
  private VolumeSpecs() {}

  static List<VolumeSpec> of(Project project, Problems problems) {
    List<VolumeSpec> specs = new ArrayList<>();
    project
        .volumes()
        .fields()
        .forEach(
            (key, field) -> {
              Data.Fields volume = (Data.Fields) field.value();
              for (String label : List.of("driver_opts", "labels")) {
                GivenNames.check("volumes." + key + "." + label, volume.fields(label), problems);
              }
              specs.add(
                  new VolumeSpec(
                      new Volume(
                          volume.text("name"),
                          volume.text("driver"),
                          volume.fields("driver_opts").texts(),
                          volume.fields("labels").texts()),
                      volume.flag("external"),
                      field.at()));
            });
    return specs;
  }
}
