/*
 * Says exactly what it was started with, then waits to be stopped.
 *
 * Writes {"argv":[...],"env":["K=V",...]} on one line, to the file in BERTH_PRINT_TO (which appears whole,
 * by a rename) or else to stdout. Then exits with BERTH_PRINT_EXIT if that is set, or waits for SIGTERM
 * or SIGINT and exits with 0. Valid UTF-8 is written as it is; any other byte as \u00XX.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static int is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

/* The length of the valid UTF-8 sequence at s, 0 if there is none. A NUL is no continuation byte. */
static int sequence(const unsigned char *s) {
  if (s[0] < 0x80) return 1;
  if (s[0] >= 0xC2 && s[0] <= 0xDF) return is_continuation(s[1]) ? 2 : 0;
  if (s[0] >= 0xE0 && s[0] <= 0xEF) {
    if (!is_continuation(s[1]) || !is_continuation(s[2])) return 0;
    if (s[0] == 0xE0 && s[1] < 0xA0) return 0; /* overlong */
    if (s[0] == 0xED && s[1] > 0x9F) return 0; /* surrogate */
    return 3;
  }
  if (s[0] >= 0xF0 && s[0] <= 0xF4) {
    if (!is_continuation(s[1]) || !is_continuation(s[2]) || !is_continuation(s[3])) return 0;
    if (s[0] == 0xF0 && s[1] < 0x90) return 0; /* overlong */
    if (s[0] == 0xF4 && s[1] > 0x8F) return 0; /* above U+10FFFF */
    return 4;
  }
  return 0;
}

static void string(FILE *out, const char *text) {
  const unsigned char *s = (const unsigned char *)text;
  putc('"', out);
  while (*s) {
    int n = sequence(s);
    if (n == 0 || *s < 0x20 || *s == 0x7F) {
      fprintf(out, "\\u%04x", *s++);
    } else if (*s == '"' || *s == '\\') {
      fprintf(out, "\\%c", *s++);
    } else {
      while (n--) putc(*s++, out);
    }
  }
  putc('"', out);
}

static void list(FILE *out, char **texts) {
  putc('[', out);
  for (int i = 0; texts[i]; i++) {
    if (i) putc(',', out);
    string(out, texts[i]);
  }
  putc(']', out);
}

static int fail(const char *what) {
  perror(what);
  return 125;
}

int main(int argc, char **argv) {
  (void)argc;
  /* Blocked first, so that a SIGTERM during the writing is not lost: pid 1 has no default action. */
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  sigprocmask(SIG_BLOCK, &stop, NULL);

  const char *path = getenv("BERTH_PRINT_TO");
  char *temporary = NULL;
  FILE *out = stdout;
  if (path) {
    temporary = malloc(strlen(path) + 5);
    if (!temporary) return fail("malloc");
    sprintf(temporary, "%s.new", path);
    out = fopen(temporary, "w");
    if (!out) return fail(temporary);
  }
  fputs("{\"argv\":", out);
  list(out, argv);
  fputs(",\"env\":", out);
  list(out, environ);
  fputs("}\n", out);
  if (fflush(out) || (path && fclose(out))) return fail("write");
  if (path && rename(temporary, path)) return fail(path);

  const char *status = getenv("BERTH_PRINT_EXIT");
  if (status) return atoi(status);
  int received;
  sigwait(&stop, &received);
  return 0;
}
