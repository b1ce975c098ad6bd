const size = (bytes: number): string =>
	bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

/** One archive of k0s's state. */
export const backup = {
	controller: {
		title: 'Controller',
		why: 'k0s makes the backup from a control plane that runs: it asks etcd for a snapshot. So k0s must be up, and keep its data itself.',
		so: (role: string, storage: string) => `k0s runs as ${role}; its data is in ${storage}`,
		notInstalled: 'k0s is not on this host',
		notRunning: 'k0s does not run: a backup is made of a control plane that runs',
		startIt: 'Start it first: k0s start. Without a control plane only a copy of the stopped data folder can be made.',
		worker: (role: string) => `this host is a ${role}: only a controller has what a backup holds`,
		external: 'etcd runs outside of k0s: k0s makes no backup of it',
		externalHint: 'Use the backup of that etcd.',
		database: (source: string) => `kine keeps the data in ${source}: k0s makes no backup of it`,
		databaseHint: 'Use the backup of that database.',
		storageUnknown: 'k0s does not say where it keeps its data',
	},
	folder: {
		title: 'Folder',
		why: 'The file holds the keys of the cluster and all its secrets: it belongs in a folder that only root can read. It needs room, there and in /tmp, where k0s builds it.',
		so: (folder: string, available: number) => `${folder} is there, ${size(available)} free`,
		absent: (folder: string) => `${folder} is not there yet`,
		does: (folder: string) => `makes ${folder}, for root alone`,
		noFolder: (folder: string) => `${folder} is not a folder`,
		noRoom: (available: number, needed: number, place: string) =>
			`${size(available)} free on ${place}; the backup may need ${size(needed)}`,
		free: 'Free some space, or choose another folder: --out FOLDER',
		open: (folder: string, mode: string) =>
			`Others can look into ${folder} (mode ${mode}). The file itself is made readable for root alone, right after k0s has written it.`,
	},
	backup: {
		title: 'Backup',
		why: 'k0s packs its certificates and keys, a snapshot of its data store, its configuration and what lies in its folders for manifests, images and Helm into one archive.',
		open: (folder: string) => `no new archive in ${folder}`,
		so: (path: string, bytes: number) => `${path}, ${size(bytes)}`,
		does: (folder: string) => `writes one archive into ${folder}; the cluster keeps running`,
		noConfig: (path: string) =>
			`k0s packs ${path} and fails where there is none. So one that changes nothing is written first, and removed after.`,
		otherName: (path: string) =>
			`The configuration is ${path}. k0s restore looks for k0s.yaml in the archive and will not find it: keep a copy of it as k0s.yaml, and add it to the archive before a restore.`,
		failedHint: 'k0s runs as before. Nothing was saved.',
	},
	seal: {
		title: 'Seal and read it',
		why: 'k0s writes the archive readable for everybody. This gives it to root alone, and reads it to its end: what is in it is known, not hoped.',
		later: 'the name is known when k0s has written it: chmod 600 FILE, then sync FILE',
		open: (mode: string) => `mode ${mode}: not for root alone yet`,
		so: (entries: number, bytes: number) => `${entries} files, ${size(bytes)} when unpacked, for root alone`,
		unread: (path: string, why: string) => `${path} cannot be read: ${why}`,
		incomplete: (path: string, missing: string) => `${path} is not whole: no ${missing} in it`,
		incompleteHint: 'Do not count on this file. Make another backup, and look at what k0s prints: k0s backup -v',
		does: 'makes it readable for root alone, and reads it',
	},
	saved: (path: string, bytes: number) => `Saved: ${path}, ${size(bytes)}.`,
	nothingSaved: (step: string) => `No backup was made: ${step}`,
	inIt: 'In it:',
	notInIt: 'Not in it:',
	line: (what: string, entries: number, bytes: number) =>
		`  ${what}: ${entries} ${entries === 1 ? 'file' : 'files'}, ${size(bytes)}`,
	none: (what: string) => `  ${what}: none`,
	without: (what: string) => `  ${what}`,
	secret: 'It holds the keys of the cluster and all its Secrets: whoever reads it is its administrator.',
	how: (path: string) => `To take it back, on a host without a cluster: k0s-tui restore ${path}`,
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
		images: 'images that were pulled: they come from their registries again',
		service: 'how k0s was installed: its unit file with its flags, and the version of k0s',
		settings: 'the rest of /etc/k0s, the host name, the firewall and other settings of this host',
		workers: 'what other nodes keep',
	},
};

/** What is made of it again. */
export const restore = {
	archive: {
		title: 'Archive',
		why: 'Only a file that was read to its end, with keys, a snapshot and a configuration in it, is worth beginning with.',
		so: (entries: number, bytes: number, storage: string) =>
			`${entries} files, ${size(bytes)} when unpacked, data of ${storage}`,
		absent: (path: string) => `there is no ${path}`,
		unread: (path: string, why: string) => `${path} cannot be read: ${why}`,
		incomplete: (path: string, missing: string) => `${path} is not a whole backup of k0s: no ${missing} in it`,
		other: (wanted: string) => `Its k0s.yaml says that the data is in ${wanted}, and there is no such snapshot in it.`,
		hint: 'k0s restore would fail half way. Take another backup.',
	},
	vacant: {
		title: 'No cluster here',
		why: 'A restore writes keys and data. Over those of another cluster neither would work: k0s refuses to, and so does this.',
		so: (folder: string) => `no k0s runs, and ${folder} holds no cluster`,
		ours: 'what is here was restored by the run before',
		runs: 'k0s runs on this host',
		holds: (folder: string, names: string) => `${folder} holds a cluster already: ${names}`,
		resetFirst: 'Take a backup of it if you want to keep it, then remove it: k0s-tui reset',
		processes: (names: string) => `processes of k0s still run: ${names}`,
	},
	restore: {
		title: 'Restore',
		why: 'k0s unpacks keys and manifests into its data folder, makes a new data store from the snapshot, and puts the configuration where it looks for it.',
		open: (folder: string) => `nothing restored into ${folder} yet`,
		so: (folder: string) => `restored into ${folder}`,
		incomplete: (folder: string, missing: string) => `${folder} is not whole: no ${missing}`,
		does: (file: string, folder: string) => `unpacks ${file} into ${folder}, and k0s.yaml into /etc/k0s`,
		keeps: (path: string) => `The ${path} that is here stays beside it as ${path}.before-restore.`,
		name: 'The old node comes back only where this host has its name and its address. With another name this host becomes a second node, and the old one stays NotReady until it is deleted.',
		noUndo: 'If it fails, all that it unpacked is removed again (k0s reset).',
		removedAgain: 'What it had unpacked is removed again: nothing of it is left. Read what k0s said, then try again.',
		failedHint: 'What is left of it, and how to remove it: k0s-tui reset',
		ready: 'k0s is not in its place yet. Run the step “Place” first.',
	},
	title: (file: string) => `Restore of ${file}. It installs k0s and starts it on this data.`,
	healthy: (seconds: string) => `Restored and healthy after ${seconds} s.`,
	volumes: 'Data of volumes is not part of a backup of k0s: pods start without it.',
	flags: 'The archive does not say with which flags k0s ran: --single, or all in one node as usual.',
};
