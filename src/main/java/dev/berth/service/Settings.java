package dev.berth.service;

import java.util.EnumMap;
import java.util.Map;

/** Every setting with where it comes from: option, variable, settings file or default. */
public final class Settings {

  /**
   * A setting's value.
   *
   * @param value its text
   * @param source where it comes from, in words
   */
  public record Sourced(String value, String source) {}

  private final Map<HostSetting, Sourced> values = new EnumMap<>(HostSetting.class);
  private final Map<HostSetting, Sourced> file;

  /**
   * Resolves every setting.
   *
   * @param options those given on the command line
   * @param environment the process's environment
   * @param file the values of the settings file with their positions
   * @param fallbacks defaults that depend on who runs Berth
   */
  Settings(
      Map<HostSetting, String> options,
      Map<String, String> environment,
      Map<HostSetting, Sourced> file,
      Map<HostSetting, String> fallbacks) {
    this.file = Map.copyOf(file);
    for (HostSetting setting : HostSetting.values()) {
      String fallback = fallbacks.getOrDefault(setting, setting.fallback());
      values.put(setting, resolve(setting, options, environment, file, fallback));
    }
  }

  private static Sourced resolve(
      HostSetting setting,
      Map<HostSetting, String> options,
      Map<String, String> environment,
      Map<HostSetting, Sourced> file,
      String fallback) {
    String option = options.get(setting);
    if (option != null) {
      return new Sourced(option, "option " + setting.option());
    }
    String variable = environment.get(setting.variable());
    if (variable != null && !variable.isEmpty()) {
      return new Sourced(variable, "variable " + setting.variable());
    }
    Sourced written = file.get(setting);
    return written != null ? written : new Sourced(fallback, "default");
  }

  /** A setting's value with its source. */
  public Sourced get(HostSetting setting) {
    return java.util.Objects.requireNonNull(values.get(setting));
  }

  /** Whether it is as the settings file has it. */
  boolean isWritten(HostSetting setting) {
    Sourced written = file.get(setting);
    return written != null && get(setting).source().equals(written.source());
  }

  /** A setting's value; empty where there is none. */
  public String text(HostSetting setting) {
    return get(setting).value();
  }
}
