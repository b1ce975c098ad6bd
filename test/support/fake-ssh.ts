import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {lineTo, type Line} from '../../source/commands/on/line.js';
import {portableOf} from '../../source/ship/portable.js';

/** A fake ssh: it logs in nowhere, writes down its options, and runs the command here with a home of its own. */
const fakeSsh = `#!/bin/sh
printf '%s\\n' "$*" >>"$K0S_TUI_FAKE/log"
while [ $# -gt 0 ]; do
	case $1 in
	--) shift; break ;;
	-O) exit 0 ;;
	-o | -p | -J | -F | -i | -l) shift 2 ;;
	*) shift ;;
	esac
done
server=$1
shift
case $server in
refused) echo 'ssh: connect to host refused port 22: Connection refused' >&2; exit 255 ;;
denied) echo 'denied: Permission denied (publickey).' >&2; exit 255 ;;
noisy) echo 'Welcome! k0s-tui end ok' ;;
user*) PATH=$K0S_TUI_FAKE/users:$PATH; export PATH ;;
esac
HOME=$K0S_TUI_FAKE/$server
export HOME
unset XDG_CACHE_HOME
mkdir -p "$HOME"
cd "$HOME" || exit 1
case $server:$* in
cut:dd*) head -c 100 >"\${3#of=}"; echo 'client_loop: send disconnect: Broken pipe' >&2; exit 255 ;;
damaged:dd*) cat >"\${3#of=}"; printf damaged | dd of="\${3#of=}" bs=1 seek=50 conv=notrunc 2>/dev/null; exit 0 ;;
lost:*start*) exit 255 ;;
esac
exec sh -c "$*"
`;
/**
 * A fake of the program's Node: prints what it was given, and the sum of what it reads where that is a token; of the real one it
 * takes only what a copy needs.
 */
const fakeNode = `#!/bin/sh
case $1 in
--version) echo v24.0.0; exit ;;
-e) exec ${process.execPath} "$@" ;;
esac
shift
[ "$1" = fail ] && exit 1
case $* in *'--token-file -'*)
	read=$(sha256sum)
	printf '{"verdict":"healthy","words":"%s","read":"%s"}' "$*" "\${read%% *}"
	exit ;;
esac
[ -z "$(cat)" ] || exit 9
printf '{"verdict":"healthy","words":"%s"}' "$*"
`;

/** A fake sudo: it asks nothing and lets everybody in, or nobody. `-v` and a command are all that is asked of it. */
const fakeSudo = `#!/bin/sh
case $K0S_TUI_FAKE_SUDO:$HOME in
refuses:*) exit 1 ;;
asks:*-free) ;;
asks:*) [ "$1" = -n ] && exit 1 ;;
esac
while [ $# -gt 0 ]; do
	case $1 in
	-v) exit 0 ;;
	-p) shift 2 ;;
	-n) shift ;;
	--) shift; break ;;
	*) break ;;
	esac
done
"$@"
code=$?
echo "sudo ended $HOME" >>"$K0S_TUI_FAKE/log"
exit "$code"
`;

/** Servers that are folders of this machine: `root/NAME` is the home of NAME. On `userX` one is not root; sudo asks nothing on `X-free`. */
export type FakeServers = {
	readonly root: string;
	/** A form of the program, with a fake Node. */
	readonly archive: string;
	/** A line to a server; `closeLines` closes all. */
	readonly line: (server: string, options?: readonly string[]) => Promise<Line>;
	readonly closeLines: () => Promise<void>;
	/** Every ssh command so far, word for word. */
	readonly log: () => string;
	readonly down: () => void;
};

/** Puts the fakes in front of this process's PATH until `down`. `sudo`: a fake one too. */
export function fakeServers({sudo = false} = {}): FakeServers {
	const root = mkdtempSync(join(tmpdir(), 'k0s-tui-fake-'));
	const archive = join(root, 'k0s-tui-1.2.3-linux-x64.tar.gz');
	const path = process.env['PATH'];
	const bin = join(root, 'bin');
	const open: Line[] = [];
	mkdirSync(bin);
	mkdirSync(join(root, 'users'));
	writeFileSync(join(root, 'users/id'), '#!/bin/sh\necho 1000\n', {mode: 0o755});
	for (const [name, script] of Object.entries({ssh: fakeSsh, ...(sudo ? {sudo: fakeSudo} : {})})) {
		writeFileSync(join(bin, name), script);
		chmodSync(join(bin, name), 0o755);
	}

	Object.assign(process.env, {PATH: `${bin}:${path ?? ''}`, K0S_TUI_FAKE: root});
	const program = {version: '1.2.3', licence: Buffer.from(''), dist: new Map([['cli.js', Buffer.from('')]])};
	const node = {program: Buffer.from(fakeNode), licence: Buffer.from('')};
	writeFileSync(archive, portableOf('x64', program, node).archive);
	return {
		root,
		archive,
		async line(server, options = []) {
			const made = await lineTo(server, options);
			open.push(made);
			return made;
		},
		async closeLines() {
			await Promise.all(open.splice(0).map(async each => each.close()));
		},
		log: () => readFileSync(join(root, 'log'), 'utf8'),
		down() {
			process.env['PATH'] = path;
			delete process.env['K0S_TUI_FAKE'];
			delete process.env['K0S_TUI_FAKE_SUDO'];
			rmSync(root, {recursive: true, force: true});
		},
	};
}
