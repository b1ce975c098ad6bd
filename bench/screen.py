"""A small model of an xterm's screen: enough to know what a full-screen program shows and whether a key changed it."""

import re
import unicodedata

CSI = re.compile(r"\x1b\[([<=>?]?)([0-9;:]*)([ !\"#$'*]?)([@-~])")
LONGEST_SEQUENCE = 64
BLANK = (" ", "")


def width_of(char):
    code = ord(char)
    if code < 0x300:
        return 1
    if unicodedata.combining(char) or code in (0x200B, 0x200D, 0xFE0F):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Screen:
    def __init__(self, columns, rows):
        self.columns = columns
        self.rows = rows
        self.modes = set()
        self.pending = ""
        self.saved = (0, 0)
        self.clear()

    def clear(self):
        self.cells = [[BLANK] * self.columns for _ in range(self.rows)]
        self.x = self.y = 0
        self.top, self.bottom = 0, self.rows - 1
        self.style = ""
        self.last = " "
        self.at_edge = False

    def text(self):
        return "\n".join("".join(cell[0] for cell in row).rstrip() for row in self.cells)

    def snapshot(self):
        return tuple(tuple(row) for row in self.cells)

    def feed(self, data):
        data = self.pending + data
        self.pending = ""
        index, length = 0, len(data)
        while index < length:
            char = data[index]
            if char == "\x1b":
                end = self._escape(data, index)
                if end is None:  # the rest of the sequence is still to come
                    self.pending = data[index:]
                    return
                index = end
                continue
            if char == "\n":
                self._line_feed()
                self.at_edge = False
            elif char == "\r":
                self.x, self.at_edge = 0, False
            elif char == "\b":
                self.x, self.at_edge = max(0, self.x - 1), False
            elif char == "\t":
                self.x = min(self.columns - 1, (self.x // 8 + 1) * 8)
            elif char >= " " and char != "\x7f":
                self._put(char)
            index += 1

    def _escape(self, data, index):
        """Handles the sequence at `index`; the index after it, or None when it is not complete."""
        if index + 1 >= len(data):
            return None
        kind = data[index + 1]
        if kind == "[":
            found = CSI.match(data, index)
            if not found:
                return None if len(data) - index < LONGEST_SEQUENCE else index + 2
            self._control(*found.groups())
            return found.end()
        if kind in "]PX^_":
            bell = data.find("\x07", index) if kind == "]" else -1
            string_end = data.find("\x1b\\", index)
            ends = [position for position in (bell, string_end) if position >= 0]
            if not ends:
                return None
            end = min(ends)
            return end + (2 if data[end] == "\x1b" else 1)
        if kind in "()*+#%":
            return None if index + 2 >= len(data) else index + 3
        if kind == "7":
            self.saved = (self.x, self.y)
        elif kind == "8":
            self.x, self.y = self.saved
        elif kind == "M":
            if self.y == self.top:
                self._scroll_down(1)
            else:
                self.y = max(0, self.y - 1)
        elif kind == "D":
            self._line_feed()
        elif kind == "E":
            self.x = 0
            self._line_feed()
        elif kind == "c":
            self.clear()
        return index + 2

    def _blank_row(self):
        return [BLANK] * self.columns

    def _scroll_up(self, count):
        for _ in range(min(count, self.rows)):
            self.cells.pop(self.top)
            self.cells.insert(self.bottom, self._blank_row())

    def _scroll_down(self, count):
        for _ in range(min(count, self.rows)):
            self.cells.pop(self.bottom)
            self.cells.insert(self.top, self._blank_row())

    def _line_feed(self):
        if self.y == self.bottom:
            self._scroll_up(1)
        elif self.y < self.rows - 1:
            self.y += 1

    def _put(self, char):
        width = width_of(char)
        if width == 0:
            return
        if self.at_edge:
            self.x, self.at_edge = 0, False
            self._line_feed()
        self.cells[self.y][self.x] = (char, self.style)
        if width == 2 and self.x + 1 < self.columns:
            self.cells[self.y][self.x + 1] = ("", self.style)
        self.last = char
        self.x += width
        if self.x >= self.columns:
            self.x, self.at_edge = self.columns - 1, True

    def _control(self, prefix, parameters, middle, final):
        numbers = [int(part) if part.isdigit() else 0 for part in re.split("[;:]", parameters)] if parameters else [0]
        count = max(1, numbers[0])
        if prefix == "?":
            if final in "hl":
                self._set_modes(numbers, final == "h")
            return
        if prefix or middle:
            return
        if final != "m":
            self.at_edge = False
        row = self.cells[self.y]
        if final == "m":
            self.style = fold_style(self.style, parameters)
        elif final in "Hf":
            self.y = min(self.rows - 1, count - 1)
            self.x = min(self.columns - 1, (max(1, numbers[1]) if len(numbers) > 1 else 1) - 1)
        elif final == "A":
            self.y = max(0, self.y - count)
        elif final in "Be":
            self.y = min(self.rows - 1, self.y + count)
        elif final in "Ca":
            self.x = min(self.columns - 1, self.x + count)
        elif final == "D":
            self.x = max(0, self.x - count)
        elif final == "E":
            self.y, self.x = min(self.rows - 1, self.y + count), 0
        elif final == "F":
            self.y, self.x = max(0, self.y - count), 0
        elif final in "G`":
            self.x = min(self.columns - 1, count - 1)
        elif final == "d":
            self.y = min(self.rows - 1, count - 1)
        elif final == "J":
            self._erase_screen(numbers[0])
        elif final == "K":
            if numbers[0] == 0:
                row[self.x :] = [BLANK] * (self.columns - self.x)
            elif numbers[0] == 1:
                row[: self.x + 1] = [BLANK] * (self.x + 1)
            else:
                self.cells[self.y] = self._blank_row()
        elif final == "X":
            erased = min(count, self.columns - self.x)
            row[self.x : self.x + erased] = [BLANK] * erased
        elif final == "P":
            del row[self.x : self.x + count]
            row += [BLANK] * (self.columns - len(row))
        elif final == "@":
            row[self.x : self.x] = [BLANK] * count
            del row[self.columns :]
        elif final == "L" and self.top <= self.y <= self.bottom:
            for _ in range(min(count, self.rows)):
                self.cells.pop(self.bottom)
                self.cells.insert(self.y, self._blank_row())
        elif final == "M" and self.top <= self.y <= self.bottom:
            for _ in range(min(count, self.rows)):
                self.cells.pop(self.y)
                self.cells.insert(self.bottom, self._blank_row())
        elif final == "S":
            self._scroll_up(count)
        elif final == "T":
            self._scroll_down(count)
        elif final == "b":
            for _ in range(min(count, self.columns)):
                self._put(self.last)
        elif final == "r":
            self.top = count - 1
            self.bottom = (numbers[1] if len(numbers) > 1 and numbers[1] else self.rows) - 1
            self.x = self.y = 0

    def _set_modes(self, numbers, on):
        for number in numbers:
            (self.modes.add if on else self.modes.discard)(number)
            if number in (1049, 1047, 47):
                self.cells = [self._blank_row() for _ in range(self.rows)]

    def _erase_screen(self, how):
        row = self.cells[self.y]
        if how == 0:
            row[self.x :] = [BLANK] * (self.columns - self.x)
            erased = range(self.y + 1, self.rows)
        elif how == 1:
            row[: self.x + 1] = [BLANK] * (self.x + 1)
            erased = range(0, self.y)
        else:
            erased = range(self.rows) if how == 2 else ()
        for y in erased:
            self.cells[y] = self._blank_row()


def fold_style(style, parameters):
    """A canonical form, so that equal looks compare equal."""
    look = dict(part.split("=") for part in style.split(",")) if style else {}
    codes = parameters.replace(":", ";").split(";")
    index = 0
    while index < len(codes):
        code = int(codes[index] or 0)
        if code == 0:
            look = {}
        elif code in (1, 2):
            look["b%d" % code] = "1"
        elif code == 22:
            look.pop("b1", None)
            look.pop("b2", None)
        elif code in (3, 4, 5, 7, 8, 9):
            look["s%d" % code] = "1"
        elif code in (23, 24, 25, 27, 28, 29):
            look.pop("s%d" % (code - 20), None)
        elif code in (38, 48):
            length = 3 if index + 1 < len(codes) and codes[index + 1] == "5" else 5
            look["f" if code == 38 else "g"] = "/".join(codes[index + 1 : index + length])
            index += length - 1
        elif 30 <= code <= 37 or 90 <= code <= 97:
            look["f"] = str(code)
        elif 40 <= code <= 47 or 100 <= code <= 107:
            look["g"] = str(code)
        elif code == 39:
            look.pop("f", None)
        elif code == 49:
            look.pop("g", None)
        index += 1
    return ",".join("%s=%s" % item for item in sorted(look.items()))
