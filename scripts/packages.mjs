/**
 * Makes a Debian and an RPM package of each portable form in build/ (`npm run portable` makes those): the same files in
 * /usr/lib/k0s-tui, a link in /usr/bin, and the man page and completions that the program prints itself. Its code caches are
 * made when it is installed, and go with it. Needs dpkg-deb and rpmbuild; a kind whose tool is missing is left out, and said.
 * `packages.mjs x64 deb` makes that one alone. For arm64 nothing is compiled, and nothing tested.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const within = path => join(root, path);
const {version, description} = JSON.parse(readFileSync(within('package.json'), 'utf8'));
const words = process.argv.slice(2);
const chosen = all => (words.some(word => all.includes(word)) ? all.filter(each => words.includes(each)) : all);
const wanted = chosen(['x64', 'arm64']);
const machines = {deb: {x64: 'amd64', arm64: 'arm64'}, rpm: {x64: 'x86_64', arm64: 'aarch64'}};
/** 1980-01-01, as in the portable forms: the same files give the same package. */
const env = {...process.env, SOURCE_DATE_EPOCH: '315532800', LC_ALL: 'C'};
const run = (file, args, options = {}) =>
	execFileSync(file, args, {stdio: ['ignore', 'ignore', 'pipe'], env, maxBuffer: 1e8, ...options});

const warm = '# Without them it starts, but slower.\n/usr/lib/k0s-tui/warm >/dev/null 2>&1 || :\n';
const forget = 'rm -f /usr/lib/k0s-tui/dist/*.cache\n';

/** What the program prints of itself: this machine's own Node runs the same files. */
const printed = (...words) =>
	execFileSync(process.execPath, [within('dist/cli.js'), ...words, '--lang', 'en'], {encoding: 'utf8'});

/** The tree as it is installed. */
function lay(tree, arch) {
	const put = (path, data) => {
		mkdirSync(dirname(join(tree, path)), {recursive: true});
		writeFileSync(join(tree, path), data);
	};
	const archive = within(`build/k0s-tui-${version}-linux-${arch}.tar.gz`);
	if (!existsSync(archive)) throw new Error(`${archive} is not there: npm run portable`);
	mkdirSync(join(tree, 'usr/lib'), {recursive: true});
	mkdirSync(join(tree, 'usr/bin'));
	run('tar', ['-C', join(tree, 'usr/lib'), '--no-same-owner', '-xzf', archive]);
	symlinkSync('../lib/k0s-tui/k0s-tui', join(tree, 'usr/bin/k0s-tui'));
	put('usr/share/man/man1/k0s-tui.1.gz', gzipSync(printed('man'), {level: 9}));
	put('usr/share/bash-completion/completions/k0s-tui', printed('completion', 'bash'));
	put('usr/share/zsh/site-functions/_k0s-tui', printed('completion', 'zsh'));
	put('usr/share/fish/vendor_completions.d/k0s-tui.fish', printed('completion', 'fish'));
	put('usr/share/doc/k0s-tui/copyright', readFileSync(within('LICENSE')));
}

function deb(tree, arch, target) {
	const control = join(tree, 'DEBIAN');
	mkdirSync(control);
	const fields = {
		Package: 'k0s-tui',
		Version: version,
		Architecture: machines.deb[arch],
		Maintainer: 'k0s-tui <k0s-tui@localhost>',
		Section: 'admin',
		Priority: 'optional',
		Depends: 'libc6 (>= 2.28), libstdc++6',
		Description: description,
	};
	writeFileSync(
		join(control, 'control'),
		Object.entries(fields)
			.map(([name, value]) => `${name}: ${value}\n`)
			.join(''),
	);
	for (const [name, body] of Object.entries({postinst: warm, prerm: forget})) {
		writeFileSync(join(control, name), `#!/bin/sh\nset -e\n${body}`);
		chmodSync(join(control, name), 0o755);
	}

	// xz would take five times as long for a tenth.
	run('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z6', '--build', tree, target]);
}

function rpm(tree, arch, target) {
	const stage = mkdtempSync(join(tmpdir(), 'k0s-tui-rpm-'));
	try {
		const spec = `Name: k0s-tui
Version: ${version.replaceAll('-', '~')}
Release: 1
Summary: ${description}
License: MIT
AutoReqProv: no
Requires: glibc >= 2.28
Requires: libstdc++
%description
${description}.
%install
cp -a ${tree}/usr %{buildroot}/usr
%files
%defattr(-,root,root)
/usr/lib/k0s-tui
/usr/bin/k0s-tui
/usr/share/man/man1/k0s-tui.1.gz
/usr/share/bash-completion/completions/k0s-tui
/usr/share/zsh/site-functions/_k0s-tui
/usr/share/fish/vendor_completions.d/k0s-tui.fish
/usr/share/doc/k0s-tui
%post
${warm}%preun
[ "$1" != 0 ] || ${forget}`;
		writeFileSync(join(stage, 'k0s-tui.spec'), spec);
		const macros = {
			_topdir: stage,
			_rpmdir: join(stage, 'out'),
			_buildhost: 'localhost',
			_binary_payload: 'w6.gzdio',
			__os_install_post: '%{nil}',
			debug_package: '%{nil}',
			_build_id_links: 'none',
			use_source_date_epoch_as_buildtime: '1',
			clamp_mtime_to_source_date_epoch: '1',
		};
		const defines = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
		run('rpmbuild', ['-bb', '--target', `${machines.rpm[arch]}-linux`, ...defines, join(stage, 'k0s-tui.spec')]);
		const file = `k0s-tui-${version.replaceAll('-', '~')}-1.${machines.rpm[arch]}.rpm`;
		run('cp', [join(stage, 'out', machines.rpm[arch], file), target]);
	} finally {
		rmSync(stage, {recursive: true, force: true});
	}
}

const kinds = {deb: ['dpkg-deb', deb], rpm: ['rpmbuild', rpm]};
for (const arch of wanted) {
	for (const kind of chosen(Object.keys(kinds))) {
		const [tool, make] = kinds[kind];
		if (spawnSync(tool, ['--version'], {stdio: 'ignore'}).error) {
			console.error(`packages: no ${kind}: ${tool} is not installed`);
			process.exitCode = 1;
			continue;
		}

		const stage = mkdtempSync(join(tmpdir(), 'k0s-tui-package-'));
		// dpkg-deb takes over the mode of the folder.
		chmodSync(stage, 0o755);
		try {
			lay(stage, arch);
			const target = within(`build/k0s-tui-${version}-linux-${arch}.${kind}`);
			make(stage, arch, target);
			console.log(target.slice(root.length + 1));
		} finally {
			rmSync(stage, {recursive: true, force: true});
		}
	}
}
