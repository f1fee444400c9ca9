package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.RecordedRunner;
import dev.berth.model.UnitName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where units lie while systemd-analyze looks at them: their credentials are nobody's to read. */
class UnitVerificationTest {
  private final List<Path> directories = new ArrayList<>();

  private String lookAt(String line) {
    Path file = Path.of(line.substring(line.lastIndexOf(' ') + 1));
    try {
      assertThat(file).content().contains("hunter2");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
          .isEqualTo("rwx------");
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    directories.add(file.getParent());
    return "";
  }

  @Test
  void unitsAreLookedAtInADirectoryThatNobodyElseEntersOrForesees() {
    RecordedRunner runner = new RecordedRunner(line -> RecordedRunner.answer(lookAt(line)));
    UnitVerification verification = new UnitVerification(runner, Scope.SYSTEM, 257);
    Map<UnitName, String> units =
        Map.of(new UnitName("berth-web.service"), "[Service]\nSetCredential=a:hunter2\n");
    assertThat(verification.of(units)).isEmpty();
    assertThat(verification.of(units)).isEmpty();
    assertThat(directories).hasSize(2).doesNotHaveDuplicates();
    assertThat(directories).allSatisfy(directory -> assertThat(directory).doesNotExist());
  }
}
