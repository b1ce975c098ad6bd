const size = (bytes: number): string =>
	bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

/** One archive of k0s's state. */
export const backup = {
	controller: {
		title: 'Controller',
		why: 'k0s makes the backup from a running control plane: it asks etcd for a snapshot. So k0s must be running, with a data store of its own.',
		so: (role: string, storage: string) => `k0s runs as ${role}; its data is in ${storage}`,
		notInstalled: 'k0s is not on this host',
		notRunning: 'k0s is not running: a backup needs a running control plane',
		startIt: 'Start it first: k0s start. If it cannot start, only a copy of the stopped data folder is possible.',
		worker: (role: string) => `this host is a ${role}: only a controller can be backed up`,
		external: 'etcd runs outside of k0s, so k0s cannot back it up',
		externalHint: 'Back up that etcd with its own tools.',
		database: (source: string) => `kine keeps the data in ${source}, so k0s cannot back it up`,
		databaseHint: 'Back up that database with its own tools.',
		storageUnknown: 'k0s does not say where it keeps its data',
	},
	folder: {
		title: 'Folder',
		why: 'The file holds the keys of the cluster and all its secrets: it belongs in a folder that only root can read. k0s builds it in /tmp, so both places need free space.',
		so: (folder: string, available: number) => `${folder} is there, ${size(available)} free`,
		absent: (folder: string) => `${folder} is not there yet`,
		does: (folder: string) => `creates ${folder}, for root only`,
		noFolder: (folder: string) => `${folder} is not a folder`,
		noRoom: (available: number, needed: number, place: string) =>
			`${size(available)} free on ${place}; the backup may need ${size(needed)}`,
		free: 'Free some space, or choose another folder: --out FOLDER',
		open: (folder: string, mode: string) =>
			`Other users can look into ${folder} (mode ${mode}). The file itself is made readable by root only, right after k0s has written it.`,
	},
	backup: {
		title: 'Backup',
		why: 'k0s packs its certificates and keys, a snapshot of its data store, its configuration and what lies in its folders for manifests, images and Helm into one archive.',
		open: (folder: string) => `no new archive in ${folder} yet`,
		so: (path: string, bytes: number) => `${path}, ${size(bytes)}`,
		does: (folder: string) => `writes one archive into ${folder}; the cluster keeps running`,
		noConfig: (path: string) =>
			`k0s packs ${path} and fails where there is none. So one that changes nothing is written first, and removed after.`,
		otherName: (path: string) =>
			`The configuration is ${path}. k0s restore looks for k0s.yaml in the archive and will not find it: keep a copy of it as k0s.yaml, and add it to the archive before a restore.`,
		failedHint: 'k0s runs as before. Nothing was saved.',
	},
	seal: {
		title: 'Protect and verify',
		why: 'k0s writes an archive that everybody can read. This makes it readable by root only, and reads it to its end to see that it is complete.',
		later: 'the file name is known once k0s has written it: chmod 600 FILE, then sync FILE',
		open: (mode: string) => `mode ${mode}: not for root only yet`,
		so: (entries: number, bytes: number) => `${entries} files, ${size(bytes)} when unpacked, readable by root only`,
		unread: (path: string, why: string) => `${path} cannot be read: ${why}`,
		incomplete: (path: string, missing: string) => `${path} is not whole: no ${missing} in it`,
		incompleteHint: 'Do not rely on this file. Make another backup, and look at what k0s prints: k0s backup -v',
		does: 'makes it readable by root only, and verifies it',
	},
	saved: (path: string, bytes: number) => `Saved: ${path}, ${size(bytes)}.`,
	nothingSaved: (step: string) => `No backup was made: ${step}`,
	inIt: 'In it:',
	notInIt: 'Not in it:',
	line: (what: string, entries: number, bytes: number) =>
		`  ${what}: ${entries} ${entries === 1 ? 'file' : 'files'}, ${size(bytes)}`,
	none: (what: string) => `  ${what}: none`,
	without: (what: string) => `  ${what}`,
	secret: 'It holds the keys of the cluster and all its Secrets: whoever can read it controls the cluster.',
	how: (path: string) => `To restore it, on a host without a cluster: k0s-tui restore ${path}`,
	/** By the id of what is in an archive. */
	parts: {
		store: 'all objects of the API (snapshot of the data store)',
		keys: 'certificates and keys (pki)',
		config: 'configuration (k0s.yaml)',
		manifests: 'manifests',
		images: 'image bundles',
		helm: 'Helm settings',
		other: 'other files',
	},
	/** By the id of what is not. */
	missing: {
		volumes: 'data of volumes: back up what your applications store',
		images: 'pulled images: they are pulled again',
		service: 'how k0s was installed: its unit file with its flags, and the version of k0s',
		settings: 'the rest of /etc/k0s, the host name, the firewall and other settings of this host',
		workers: 'data on other nodes',
	},
};

/** What is made of it again. */
export const restore = {
	archive: {
		title: 'Archive',
		why: 'The file is read to its end first: it must hold keys, a snapshot and a configuration.',
		so: (entries: number, bytes: number, storage: string) =>
			`${entries} files, ${size(bytes)} when unpacked, data of ${storage}`,
		absent: (path: string) => `there is no ${path}`,
		unread: (path: string, why: string) => `${path} cannot be read: ${why}`,
		incomplete: (path: string, missing: string) => `${path} is not a whole backup of k0s: no ${missing} in it`,
		other: (wanted: string) => `Its k0s.yaml says that the data is in ${wanted}, and there is no such snapshot in it.`,
		hint: 'k0s restore would fail halfway. Use another backup.',
	},
	vacant: {
		title: 'No cluster here',
		why: 'A restore writes keys and data, and would break a cluster that is here already: k0s refuses that, and so does k0s-tui.',
		so: (folder: string) => `no k0s runs, and ${folder} holds no cluster`,
		ours: 'an earlier run restored what is here',
		runs: 'k0s is running on this host',
		holds: (folder: string, names: string) => `${folder} already holds a cluster: ${names}`,
		resetFirst: 'Take a backup of it if you want to keep it, then remove it: k0s-tui reset',
		processes: (names: string) => `k0s processes are still running: ${names}`,
	},
	restore: {
		title: 'Restore',
		why: 'k0s unpacks keys and manifests into its data folder, makes a new data store from the snapshot, and puts the configuration where k0s looks for it.',
		open: (folder: string) => `nothing restored into ${folder} yet`,
		so: (folder: string) => `restored into ${folder}`,
		incomplete: (folder: string, missing: string) => `${folder} is not whole: no ${missing}`,
		does: (file: string, folder: string) => `unpacks ${file} into ${folder}, and k0s.yaml into /etc/k0s`,
		keeps: (path: string) => `The ${path} that is here is kept as ${path}.before-restore.`,
		name: 'The old node comes back only if this host has its name and its address. With another name this host becomes a second node, and the old one stays NotReady until it is deleted.',
		noUndo: 'If it fails, everything it unpacked is removed again (k0s reset).',
		removedAgain: 'Everything it unpacked was removed again. Read what k0s printed, then try again.',
		failedHint: 'What is left of it, and how to remove it: k0s-tui reset',
		ready: 'k0s is not in place yet. Run the step “Place” first.',
	},
	title: (file: string) => `Restore of ${file}. It installs k0s and starts it on this data.`,
	healthy: (seconds: string) => `Restored and healthy after ${seconds} s.`,
	volumes: 'A backup of k0s holds no data of volumes: pods start without it.',
	flags: 'The archive does not say with which flags k0s ran: --single, or all in one node as usual.',
};
