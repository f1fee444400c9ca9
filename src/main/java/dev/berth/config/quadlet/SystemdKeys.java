package dev.berth.config.quadlet;

import static dev.berth.config.quadlet.KeyRow.done;
import static dev.berth.config.quadlet.KeyRow.passed;
import static dev.berth.config.quadlet.KeyRow.refused;
import static dev.berth.config.quadlet.KeyRow.told;

import java.util.List;

/** The keys of the sections that are systemd's, and of [Quadlet]. */
final class SystemdKeys {
  private static final String DROP_IN =
      "put it into a drop-in of Berth's unit: /etc/systemd/system/berth-CONTAINER.service.d/NAME.conf";
  private static final String CONDITION =
      "[Service] has a word for it: `ExecCondition=/usr/bin/test -e /PATH`";
  private static final String OTHER_USER =
      "Podman does not run so: a user's own containers run under that user's systemd, `berth --user`";

  private SystemdKeys() {}

  static final List<KeyRow> UNIT =
      List.of(
          done("After", "", "`depends_on`, not required"),
          done("Requires", "", "`depends_on`, required"),
          done("BindsTo", "", "as `Requires=`"),
          done("Requisite", "", "as `Requires=`"),
          done("Wants", "", "`depends_on`, not required"),
          done("Upholds", "", "as `Wants=`"),
          done(
              "Before",
              "",
              "`depends_on` of the other container; a unit of the host is told and passed over"),
          done("PartOf", "", "`part_of`"),
          passed("Description", "", "Berth's unit has its own"),
          passed("Documentation", "", "text for people"),
          passed("SourcePath", "", "text for people"),
          refused(
              "Conflicts", "", "two of one host that exclude each other are no matter of Berth's"),
          refused("DefaultDependencies", "", "a container starts when the system is up"),
          refused("Condition…", "", CONDITION),
          refused("Assert…", "", CONDITION),
          told("RequiresMountsFor", "", "what a container binds is waited for without it"),
          told("WantsMountsFor", "", "what a container binds is waited for without it"),
          told("OnFailure", "", DROP_IN),
          told("OnFailureJobMode", "", DROP_IN),
          told("OnSuccess", "", DROP_IN),
          told("OnSuccessJobMode", "", DROP_IN),
          told("PropagatesReloadTo", "", DROP_IN),
          told("ReloadPropagatedFrom", "", DROP_IN),
          told("PropagatesStopTo", "", DROP_IN),
          told("StopPropagatedFrom", "", DROP_IN),
          told("JoinsNamespaceOf", "", DROP_IN),
          told(
              "StartLimitIntervalSec",
              "",
              "a service is started again without limit; `restart: on-failure:N` sets one"),
          told(
              "StartLimitInterval",
              "",
              "a service is started again without limit; `restart: on-failure:N` sets one"),
          told(
              "StartLimitBurst",
              "",
              "a service is started again without limit; `restart: on-failure:N` sets one"),
          told("StartLimitAction", "", DROP_IN),
          told("FailureAction", "", DROP_IN),
          told("FailureActionExitStatus", "", DROP_IN),
          told("SuccessAction", "", DROP_IN),
          told("SuccessActionExitStatus", "", DROP_IN),
          told("RebootArgument", "", DROP_IN),
          told("JobTimeoutSec", "", DROP_IN),
          told("JobRunningTimeoutSec", "", DROP_IN),
          told("JobTimeoutAction", "", DROP_IN),
          told("JobTimeoutRebootArgument", "", DROP_IN),
          told("StopWhenUnneeded", "", DROP_IN),
          told("RefuseManualStart", "", DROP_IN),
          told("RefuseManualStop", "", DROP_IN),
          told("AllowIsolate", "", DROP_IN),
          told("IgnoreOnIsolate", "", DROP_IN),
          told("SurviveFinalKillSignal", "", DROP_IN),
          told("CollectMode", "", DROP_IN));

  static final List<KeyRow> SERVICE =
      List.of(
          done("Restart", "", "`restart`: `no`, `on-failure`, `always`; others are refused"),
          done(
              "Type",
              "",
              "`notify`, as it is; `oneshot` makes a task, which runs at an apply and not at each boot"),
          done("RemainAfterExit", "", "of a task, which is not run again where nothing changed"),
          done("KillMode", "", "`kill_mode`"),
          passed("Delegate", "", "Berth's unit says so itself"),
          passed("NotifyAccess", "", "Berth's unit says so itself"),
          refused("ExecStart", "", "Berth's unit runs the container: `Exec=` in [Container]"),
          refused(
              "ExecStop",
              "",
              "`pre_stop_exec` in Berth's form runs a command in the container before it is stopped"),
          refused(
              "ExecReload",
              "",
              "a service is reloaded by a signal, `reload_signal` in Berth's form"),
          refused("PIDFile", "", "Berth's unit knows its container"),
          refused("BusName", "", "Berth's unit is up when its container runs"),
          refused("WatchdogSec", "", "write HealthCmd= with HealthOnFailure=kill"),
          refused("Sockets", "", "Berth starts its services itself, and no socket does"),
          refused("User", "", OTHER_USER),
          refused("Group", "", OTHER_USER),
          refused("DynamicUser", "", OTHER_USER));

  static final List<KeyRow> INSTALL =
      List.of(
          done(
              "WantedBy",
              "",
              "each service starts at boot; one of a service here is a dependency of that"),
          done("RequiredBy", "", "the same, and required"),
          done("UpheldBy", "5.5", "as `WantedBy=`"),
          done("DefaultInstance", "5.0", "the instance that is made of a template"),
          told("Alias", "", "name the unit as it is called: berth-CONTAINER.service"),
          told("Also", "", "each service starts at boot by itself"));

  static final List<KeyRow> QUADLET =
      List.of(
          told(
              "DefaultDependencies",
              "5.3",
              "each service waits for the network, network-online.target"));
}
