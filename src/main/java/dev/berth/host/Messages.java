package dev.berth.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** One line for people from a failure. */
public final class Messages {
  private static final int NAMED_AT_MOST = 5;

  private Messages() {}

  /** Names in one line; of many the first ones, and how many more there are. */
  public static String named(List<String> names) {
    return names.size() <= NAMED_AT_MOST
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED_AT_MOST))
            + " and "
            + (names.size() - NAMED_AT_MOST)
            + " more";
  }

  /** The failure's message, with that of its cause where it says more. */
  public static String of(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause != null && cause.toString().equals(failure.getMessage())) {
      // It was given none of its own, and Java then has the name of a class begin it.
      return of(cause);
    }
    String message = own(failure);
    if (cause == null || (cause.getMessage() == null && !(cause instanceof IOException))) {
      return message;
    }
    String why = own(cause);
    if (message.contains(why)) {
      return message;
    }
    // The reason is enough where the message names the file.
    boolean isNamed =
        cause instanceof FileSystemException file
            && file.getFile() != null
            && message.contains(file.getFile())
            && why.startsWith(file.getFile() + ": ");
    return message
        + ": "
        + (isNamed ? why.substring(((FileSystemException) cause).getFile().length() + 2) : why);
  }

  private static String own(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure instanceof IOException
          ? "a file, pipe or connection failed (" + failure.getClass().getSimpleName() + ")"
          : failure.toString();
    }
    return failure instanceof FileSystemException file && file.getReason() == null
        ? message + reason(file)
        : message;
  }

  /** Java says which file it is, and why only by the kind of the failure. */
  private static String reason(FileSystemException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> ": permission denied";
      case NoSuchFileException _ -> ": no such file or directory";
      case NotDirectoryException _ -> ": not a directory";
      case FileAlreadyExistsException _ -> ": it exists already";
      case DirectoryNotEmptyException _ -> ": the directory is not empty";
      default -> "";
    };
  }
}
