import {configKeys} from '../../source/commands/config-file.js';
import {meanings} from '../../source/keys/scheme.js';
import type {Text} from '../../source/text/text.js';
import {code, page, table} from './page.js';

/** docs/CONFIG.md: the config file. */
export function configPage(text: Text): string {
	return page(
		'The config file',
		'One JSON object in `$XDG_CONFIG_HOME/k0s-tui/config.json` (`~/.config/k0s-tui/config.json`), or in the file that `--config` names. `k0s-tui config` prints what holds, and what decided it: an option wins over the file, the file over the environment.',
		[
			...table(
				['Setting', 'What it does', 'Value'],
				configKeys.map(({name, wanted}) => [code(name), text.config.meanings[name] ?? '', wanted(text)]),
			),
			'',
			'```json',
			'{',
			'  "theme": "light",',
			'  "screen": "status",',
			'  "mouse": true,',
			'  "interval": 5,',
			'  "keys": {',
			'    "app.palette": [":", ";"],',
			'    "raw": "R",',
			'    "refresh": ["r", "ctrl+r"],',
			'    "status": {"status.report": "ctrl+w"}',
			'  }',
			'}',
			'```',
			'',
			'A value that does not fit is a usage error (exit 2) with the line of the file. An unknown setting, and keys that cannot be given, are named: in the footer when the screen opens, on standard error by a command, and all of them by `k0s-tui config`, which then exits 1. Everything else in the file holds.',
			'',
			'With `"readOnly": true` every command that would change the host or the cluster, every such key, and k9s where it is opened, refuse, and the refusal names this file. `--read-only=off` takes it back for one run; a recording stays read-only.',
			'',
			'`sudo k0s-tui` reads the config file of root. `S` on the screen takes your language, theme, mouse and config file with it.',
			'',
			'## Keys',
			'',
			'`keys` names actions and gives each a key or a list of keys; an empty list takes its keys away. They replace the default ones. [KEYS.md](KEYS.md) lists every action with its id. A name is one of:',
			'',
			'- the id of an action: `"network.map": "M"` holds wherever this action is;',
			`- a meaning of the key scheme, for all actions that have it: \`"raw": "R"\`. The meanings: ${meanings.map(each => code(each)).join(', ')};`,
			'- a screen with an object of its own: `"status": {"list.down": "n"}` holds on that screen alone.',
			'',
			'A key is a character (`j`, `G`, `/`), `space`, `enter`, `escape`, `tab`, `shift+tab`, `backspace`, `delete`, `up`, `down`, `left`, `right`, `page-up`, `page-down`, `home` or `end`; `ctrl+` and `alt+` stand before it.',
			'',
			'A key that would mean two things in one place is refused, and the default stays. So is any other key for a question (what confirms a change is the same for everybody), `ctrl+c` and `ctrl+z`, and a letter where a line is typed. The footer and `?` show the keys that hold. Sentences that name a key name the default one.',
			'',
			'## Theme',
			'',
			'`auto` asks no question of the terminal: `NO_COLOR` (not empty) gives `mono`, and `COLORFGBG` (set by rxvt, Konsole, iTerm2 and others) tells a light background. Where a light terminal does not say so, or over ssh, which does not pass that variable on, set `"theme": "light"`. With 256 colours each text of the light theme has a contrast of at least 4.5 to 1 on common light palettes, or that of the terminal’s own text where this is less; a test holds both themes to that.',
			'',
			'## Mouse',
			'',
			'Off by default, as the terminal’s own selection is what most people want. With `--mouse` or `"mouse": true` the wheel scrolls, a click opens a tab or selects a row, and a double click on a row does what enter does. Hold shift (option in iTerm2) to select text as before. In a question the mouse only scrolls: what changes the host is answered by keys. At every end the terminal gets its mouse back; after `kill -9` type `reset`.',
		],
	);
}
