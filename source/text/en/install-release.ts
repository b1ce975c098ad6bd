const mebibytes = (bytes: number): number => Math.round(bytes / 1024 ** 2);

/** The steps that bring k0s onto the host: what they are called, why they exist, and what they can find. */
export const releaseSteps = {
	download: {
		title: 'Download',
		why: 'k0s is one file. It is downloaded over https into a part file, so an interrupted download never ends up in place of the program.',
		does: (version: string, bytes: number | null) =>
			`downloads k0s ${version}${bytes === null ? '' : ` (${mebibytes(bytes)} MiB)`} and checks it`,
		doesCopy: (version: string, file: string) => `copies k0s ${version} from ${file} and checks it`,
		here: (version: string) => `not needed: k0s ${version} is here`,
		wanted: (version: string, bytes: number | null) =>
			bytes === null ? version : `${version}, ${mebibytes(bytes)} MiB`,
		fromFile: (version: string, file: string) => `${version}, by the list beside ${file}`,
		partial: (version: string, size: number, total: number) =>
			`${version}: ${mebibytes(size)} of ${mebibytes(total)} MiB downloaded, will resume`,
		partialAnew: (version: string, size: number, total: number) =>
			`${version}: ${mebibytes(size)} of ${mebibytes(total)} MiB downloaded; the server cannot resume, so it starts over`,
		verified: (digest: string) => `verified: sha256 ${digest.slice(0, 16)}… as listed, ELF for this processor`,
		noVersion: (why: string) => `Cannot read the stable version (${why}).`,
		notReleased: (version: string) => `There is no release ${version}.`,
		noRelease: (version: string, why: string) => `No release ${version} could be found (${why}).`,
		noFile: (file: string, why: string) => `${file} cannot be used (${why}).`,
		beside:
			'Its release’s sha256sums.txt must lie beside it and name exactly this file for this processor (and the version that --k0s-version names).',
		pin: 'Check the network (Checks), or choose a version: c here, or --k0s-version TAG.',
		resumes: 'The part is kept. Run the step again to resume.',
		anew: 'Run the step again. It starts over.',
		noScript: 'get.k0s.sh did not send a script. A login page of this network, perhaps?',
		readOnly: (folder: string) => `${folder} is on a file system that is mounted read-only.`,
		noexec: (folder: string) => `${folder} is on a file system that is mounted noexec: no program can run from there.`,
		noRoom: (free: number, needed: number, where: string) =>
			`${mebibytes(free)} MiB free on ${where}; ${mebibytes(needed)} MiB are needed.`,
		faults: {
			'no-list': 'Cannot read the checksum list.',
			'no-sum': 'The checksum list does not name this file.',
			'two-sums': 'The checksum list names this file more than once.',
			crlf: 'The checksum list has the wrong line endings: something on the way has changed it.',
			'other-sum': 'The checksum does not match the list. The download is not used.',
			'not-elf': 'The download is not a program.',
			'other-processor': 'The download is for another processor.',
			unread: 'Cannot read the download.',
		},
		notes: {
			release: [
				'The guide pipes a script into sh. That script checks no checksum, writes straight onto the final file, and reports success when its own download failed.',
				'The checksums come from the same place as the file: they tell a broken file from a whole one, not a forged release.',
			],
			script: [
				'The guide’s own script, but not through a pipe: it is fetched to a file, shown with its checksum, and run with the version named.',
				'It sees another folder in the place of /usr/local/bin, so that what it fetched is verified like any other download before it is placed.',
			],
			file: [
				'The checksums come from the list beside the file: who can change one can change the other. Fetch the list from the release’s page.',
			],
		},
	},
	place: {
		title: 'Place',
		why: 'Only a verified file of the right version is put in place, with one rename. There is never half a k0s.',
		does: (path: string) => `puts k0s at ${path}`,
		here: (version: string) => `k0s ${version}`,
		absent: 'no k0s at /usr/local/bin/k0s',
		other: (version: string) => `${version} is there; it is kept as .k0s.prev`,
		broken: (why: string) => `/usr/local/bin/k0s does not work (${why})`,
		running: 'k0s is running. It keeps using the old program until its service restarts.',
		otherVersion: (said: string, wanted: string) => `It says “${said}” instead of ${wanted}.`,
		changed: 'The file has changed since it was verified.',
		notVerified: 'There is no verified download: run “Download” first.',
		bundle: (file: string) => `the image bundle ${file} is not in place yet`,
		bundleHere: (file: string) => `images: ${file}`,
		bundleOwn: 'The image bundle bears no release’s name, so no list can tell whether it is whole.',
		bundleNoRoom: (free: number, needed: number, where: string) =>
			`${mebibytes(free)} MiB free on ${where}; the image bundle needs ${mebibytes(needed)} MiB.`,
		bundleFaults: {
			unread: (detail: string) => `The image bundle cannot be read (${detail}).`,
			'no-list': (detail: string) => `The image bundle is not listed once in ${detail}: put its release’s list there.`,
			'other-sum': (detail: string) => `The checksum of ${detail} is not the listed one: it is not used.`,
			'other-release': (detail: string) => `The image bundle is of another release or processor; wanted ${detail}.`,
		},
	},
};
