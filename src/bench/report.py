"""Rows to a table: what, how many containers, Berth, the reference, their ratio, and what is to be reached."""

HEAD = ("What", "N", "Berth", "Against", "Reference", "Berth / reference", "To reach", "Reached")


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def time(seconds):
    return f"{seconds:.3f} s" if seconds < 1 else f"{seconds:.2f} s"


def memory(mebibytes):
    return f"{mebibytes:.0f} MiB"


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, count, ours, against="", reference=None, show=time, at_most=None, ratio_at_most=None):
        """A row; `at_most` is a limit of the value, `ratio_at_most` of its ratio to the reference."""
        ratio = ours / reference if reference else None
        limits, kept = [], []
        if at_most is not None:
            limits.append(f"at most {show(at_most)}")
            kept.append(ours <= at_most)
        if ratio_at_most is not None:
            limits.append(f"at most {ratio_at_most:g} times")
            kept.append(ratio is not None and ratio <= ratio_at_most)
        self.rows.append((what, str(count), show(ours), against, show(reference) if reference else "",
                          f"{ratio:.2f}" if ratio else "", ", ".join(limits), ("yes" if all(kept) else "no") if kept else ""))

    def plain(self):
        widths = [max(len(row[i]) for row in (HEAD, *self.rows)) for i in range(len(HEAD))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
                         for row in (HEAD, *self.rows))

    def markdown(self):
        lines = [f"| {' | '.join(row)} |" for row in (HEAD, *self.rows)]
        lines.insert(1, "|" + " --- |" * len(HEAD))
        return "\n".join(lines)
