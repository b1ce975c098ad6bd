import {list} from './amounts.js';

/** The words of the checks of privilege, system, resources, kernel and control groups; see `check-items.ts`. */
export const systemChecks = {
	root: {
		title: 'Root or sudo',
		wanted: 'root, or a user with sudo',
		why: 'k0s is installed and started as root. An ordinary user can read only part of what is checked here.',
		isRoot: 'root',
		sudo: (uid: number) => `user ${uid}, sudo without a password`,
		password: (uid: number) => `user ${uid}; sudo asks for a password, or refuses`,
		noSudo: (uid: number) => `user ${uid}, and sudo is not installed`,
		unclear: (uid: number) => `user ${uid}; whether sudo works is unknown`,
		become: 'Run as root: sudo k0s-tui. On the screen, press S.',
		noSudoNote: 'Log in as root, or ask an administrator to install sudo.',
	},
	'secure-path': {
		title: 'sudo finds k0s',
		wanted: '/usr/local/bin in secure_path',
		why: 'k0s is in /usr/local/bin. If secure_path lacks that folder, “sudo k0s” says “command not found”.',
		has: '/usr/local/bin is searched',
		none: 'secure_path is not set',
		lacks: (path: string) => `not searched: only ${path}`,
		noSudo: 'sudo is not installed',
		note: 'No change needed: k0s-tui always uses the full path. By hand, type: sudo /usr/local/bin/k0s …',
	},
	os: {
		title: 'Operating system',
		wanted: 'Linux from a family that k0s is tested on',
		why: 'k0s is one static binary and runs on most Linux systems. Packages, paths and defaults are known only for the tested families.',
		other: (name: string) => `${name}: k0s is not tested on it`,
	},
	architecture: {
		title: 'Architecture',
		wanted: 'x86_64, aarch64 or armv7l',
		why: 'Releases exist only for these machines. On any other, the download script stops.',
	},
	init: {
		title: 'Init system',
		wanted: 'systemd',
		why: 'k0s runs as a service of systemd or OpenRC, which starts and watches it. Without one, nothing starts k0s after a reboot.',
		other: (name: string) => `process 1 is ${name}, not systemd`,
		openrc: 'OpenRC',
		noteOpenrc:
			'k0s runs under OpenRC too (rc-service k0scontroller status). k0s-tui shows it here, and changes nothing: install, reset and upgrade k0s by hand.',
		note: 'Use a system that boots with systemd. In a container, systemd must be process 1.',
		noteWsl:
			'WSL starts systemd when /etc/wsl.conf says so: add the lines “[boot]” and “systemd=true”, then run wsl --shutdown in Windows and log in again.',
		noteWslHas:
			'/etc/wsl.conf has systemd=true already; WSL reads it when it starts: run wsl --shutdown in Windows and log in again. If nothing changes, run wsl --update there.',
		noteWslUnread:
			'This is WSL, and /etc/wsl.conf could not be read. Under “[boot]” it needs “systemd=true”; after a change, run wsl --shutdown in Windows.',
		noteWsl1: 'This is WSL 1, which has no Linux kernel. In Windows: wsl --set-version NAME 2.',
	},
	container: {
		title: 'Container',
		wanted: 'a machine of its own, or a container with the rights that k0s needs',
		why: 'In an LXC container, kernel, modules and devices are those of another host. The kubelet reads /dev/kmsg and does not start without it.',
		none: 'no container, as far as process 1 shows',
		is: (kind: string) => `this system is a container (${kind})`,
		noKmsg: (kind: string) => `${kind} without /dev/kmsg: the kubelet does not start`,
		note: 'Load kernel modules on the host of the container (overlay, br_netfilter, nf_conntrack, ip_set); the modules seen here are those of its kernel. The container must be privileged, with nesting.',
		kmsgNote:
			'On the host of the container: lxc config device add NAME kmsg unix-char source=/dev/kmsg path=/dev/kmsg (LXC: lxc.mount.entry = /dev/kmsg dev/kmsg none defaults,bind,create=file 0 0). Or in the container: ln -s /dev/console /dev/kmsg.',
	},
	'kernel-release': {
		title: 'Kernel release',
		wanted: '3.10 or newer',
		why: 'Older kernels lack what containers need. k0s promises nothing below 3.10.',
	},
	reboot: {
		title: 'Reboot',
		wanted: 'none pending',
		why: 'Some fixes take effect only at the next boot. Until then, their checks stay as they are.',
		none: 'none pending',
		waits: (titles: readonly string[]) => `waiting for it: ${list(titles)}`,
		asked: 'installed packages ask for one (/run/reboot-required)',
		note: 'Reboot when it suits you: systemctl reboot.',
	},
	programs: {
		title: 'Programs that k0s calls',
		wanted: 'modprobe, mount, umount, useradd, curl; ipset to read network policies',
		why: 'k0s calls these by name while it installs and starts. A missing one shows up late, as a failed start. ipset is for people: network policies ask sets that only ipset can list.',
		all: 'all present',
		missing: (names: readonly string[]) => `missing: ${list(names)}`,
		onlyIpset: 'all that k0s calls is there; without ipset, network policies cannot be read',
		note: 'Installs the packages that contain them.',
		noteByHand: 'Install them with the package manager of this system.',
	},
	memory: {
		title: 'Memory',
		wanted: 'at least 1 GiB, better 2 GiB',
		why: 'Control plane and workloads share this server. With too little memory, the kernel kills processes, and k0s keeps restarting.',
		note: 'Give the server more memory.',
	},
	cpu: {
		title: 'Processors',
		wanted: '1 or more',
		why: 'One processor is enough for k0s itself. With two, everything starts faster.',
		found: (count: number) => `${count}`,
	},
	'disk-space': {
		title: 'Disk space',
		wanted: '2 GB free for the data folder',
		why: 'Binaries, images and the cluster state are stored below the data folder. A full disk stops image pulls and evicts pods.',
		found: (free: string, target: string) => `${free} free on ${target}`,
		note: 'Free space there, or put the data folder on another file system.',
	},
	'disk-share': {
		title: 'Free disk share',
		wanted: '15 % free, better 20 %',
		why: 'Below 15 % the kubelet deletes images and evicts pods, however large the disk is. A new node then never becomes healthy.',
		found: (percent: number, size: string, target: string) => `${percent} % of ${size} free on ${target}`,
		note: 'Free space there, or put the data folder on another file system. Images that nothing uses: k0s-tui check --only unused-images.',
	},
	'disk-inodes': {
		title: 'Inodes',
		wanted: '5 % free, at least 100,000',
		why: 'Every file of every image layer takes one. Without free inodes, a disk is full even if it has space.',
		dynamic: (type: string) => `${type} creates them as needed`,
		found: (free: string, percent: number) => `${free} free (${percent} %)`,
		note: 'Remove small files there, or put the data folder on another file system.',
	},
	'unused-images': {
		title: 'Unused images',
		wanted: 'less than 5 GiB, and 25 % of the disk free',
		why: 'Images stay on the disk after their pods are gone. The kubelet removes them only when 15 % of the disk is left. Unused means: no container, no pod, no workload names the image, and containerd has not pinned it.',
		stopped: 'k0s is not running',
		worker: 'not known on a worker: the controller knows which images are in use',
		none: 'none',
		found: (count: number, size: string) => `${count === 1 ? '1 image' : `${count} images`}, ${size}`,
		note: 'Removes each image by all its names. A pod that needs one later pulls it again. Do not use “ctr images prune --all”: it removes names that are in use.',
		someNote: (left: number) =>
			`Removes each image by all its names; a pod that needs one later pulls it again. ${left} more stay: no registry gave them, so this may be the only copy.`,
		onlyCopyNote:
			'No registry gave these images: somebody imported them, and this may be the only copy. Remove them by hand: k0s ctr images rm NAME',
		bundleNote:
			'This host imports image bundles (images, in the data folder), and may have no registry to pull from: k0s brings back what is in the bundle at its next start, and nothing else. Look first, then run these by hand.',
	},
	'node-pressure': {
		title: 'Node pressure',
		wanted: 'no pressure on disk, memory or processes',
		why: 'Under pressure, the kubelet evicts pods and accepts no new ones. Disk pressure starts at 15 % free.',
		notYet: 'no node yet',
		none: 'none',
		found: (types: readonly string[]) => list(types),
		note: 'Free up what is short. The kubelet clears the condition by itself, after five minutes.',
	},
	'disk-type': {
		title: 'File system of the data folder',
		wanted: 'ext4, xfs or btrfs; not read-only, not noexec',
		why: 'k0s unpacks its programs below the data folder and runs them there. Image layers need a file system that supports overlay.',
		found: (type: string, target: string) => `${type} on ${target}`,
		readOnly: (target: string) => `${target} is mounted read-only`,
		noexec: (target: string) => `${target} is mounted noexec: no program can run there`,
		noexecNote: (target: string) =>
			`Mount ${target} without noexec (in /etc/fstab too), or choose another data folder.`,
		odd: (type: string, target: string) => `${type} on ${target}: containers may not start there`,
		oddNote: 'Choose a data folder on ext4, xfs or btrfs.',
	},
	'program-folder': {
		title: 'Place of the k0s program',
		wanted: '316 MiB free for /usr/local/bin; not read-only, not noexec',
		why: 'k0s is one file of 267 MiB or more in /usr/local/bin, and runs from there. The install stops before it downloads if the file would not fit or could not run.',
		here: (version: string) => `k0s ${version} is here`,
		absent: 'there is no /usr/local/bin yet',
		absentNote: 'The install makes the folder. Make it beforehand to check its file system: mkdir -p /usr/local/bin',
		found: (free: string, target: string) => `${free} free on ${target}`,
		readOnly: (target: string) => `${target} is mounted read-only`,
		noexec: (target: string) => `${target} is mounted noexec: no program can run there`,
		mountNote: (target: string) => `Mount ${target} without ro and noexec (in /etc/fstab too).`,
		note: 'Free space there.',
	},
	'file-descriptors': {
		title: 'Open files',
		wanted: 'a hard limit of 65,536 or more',
		why: 'API server and etcd keep many connections open. The service asks for 999,999, but cannot exceed the system limit.',
		found: (soft: string, hard: string) => `${soft} here, up to ${hard}`,
		unlimited: 'unlimited',
		note: 'Raise the system limit (fs.nr_open, or the limits of the container that this runs in).',
	},
	swap: {
		title: 'Swap',
		wanted: 'with or without',
		why: 'The kubelet of k0s starts with swap on. Latency is steadier without it.',
		none: 'none',
	},
	'kernel-modules': {
		title: 'Kernel modules on disk',
		wanted: 'all that k0s, kube-proxy and kube-router load',
		why: 'On EL10 many are in kernel-modules-extra, which cloud images lack. k0s only warns and its sysinfo passes, but pods then have no network.',
		found: (files: number, builtIn: number) => `all present: ${files} as files, ${builtIn} built in`,
		missing: (names: readonly string[]) => `missing: ${list(names, 12)}`,
		unknown: (names: readonly string[], release: string) =>
			`no /lib/modules/${release}, so these are unknown: ${list(names)}`,
		note: (release: string) =>
			`The package must match the running kernel, ${release}. If it is no longer available: install kernel-modules-extra and reboot.`,
		noteNewer: (running: string, newest: string) =>
			`${newest} is installed, but ${running} is running: the package is installed for the newer one.`,
		waits: 'The package is installed. After a reboot, kernel and modules match.',
		noteDebian: 'Reboot if a newer kernel was installed, so that modules and kernel match.',
		unknownNote: 'In a container or on such a kernel, check on the host, or see whether pods get a network.',
	},
	'kernel-config': {
		title: 'Kernel configuration',
		wanted: 'what k0s sysinfo requires',
		why: 'These options cannot be loaded later. k0s refuses to start if one is missing.',
		found: (count: number) => `all ${count} required options are set`,
		missing: (names: readonly string[]) => `left out: ${list(names)}`,
		none: 'the configuration of this kernel is not stored here',
		note: 'Use the kernel of a general-purpose distribution.',
	},
	'cgroup-version': {
		title: 'Control groups',
		wanted: 'version 2',
		why: 'k0s 1.35 and newer refuse version 1. Version 1.34 is the last that accepts it.',
		version: (version: 1 | 2) => `version ${version}`,
		none: (type: string) => `no control groups at /sys/fs/cgroup (${type})`,
		refused: (release: string) => `version 1, which k0s ${release} refuses`,
		note: 'Boot with systemd.unified_cgroup_hierarchy=1 on the kernel command line, or stay with k0s 1.34.',
		noteOff: (word: string) =>
			`The kernel command line asks for version 1: remove ${word} and reboot, or stay with k0s 1.34.`,
		noteHas: (word: string) =>
			`The kernel command line has ${word} already, so something else decides: the host of this container, or an init system that mounts version 1.`,
		noteWsl:
			'In Windows, add the line “kernelCommandLine = cgroup_no_v1=all” under “[wsl2]” of %UserProfile%\\.wslconfig, then run wsl --shutdown. Or stay with k0s 1.34.',
		noteWslHas:
			'The kernel command line has cgroup_no_v1=all already, so something else mounts version 1: update WSL (wsl --update).',
		notePending: (word: string, file: string) => `${word} is set in ${file} already: reboot.`,
		noteWritten: (word: string, file: string, bls: boolean) =>
			`${word} is in ${file} already, but not in what the boot loader reads. ${bls ? `Run grubby --update-kernel=ALL --args=${word}` : 'Run update-grub (Debian, Ubuntu) or grub2-mkconfig -o /boot/grub2/grub.cfg'}, then reboot.`,
		noteGone: (word: string) => `${word} is gone from the boot loader’s files already: reboot.`,
		noteUnread:
			'/proc/cmdline could not be read: look at it first. Version 2 needs systemd.unified_cgroup_hierarchy=1 there, or a newer system.',
	},
	'cgroup-controllers': {
		title: 'cgroup controllers',
		wanted: 'cpu, cpuset, memory, pids',
		why: 'The kubelet limits pods with them. On small boards the memory controller is often off, and then k0s refuses to start.',
		found: (names: readonly string[]) => list(names, 12),
		missing: (names: readonly string[]) => `missing: ${list(names)}`,
		note: (words: readonly string[]) => `Add ${list(words)} to the kernel command line and reboot.`,
		notePi: (words: readonly string[]) =>
			`Add ${list(words)} at the end of the one line in /boot/firmware/cmdline.txt (older systems: /boot/cmdline.txt) and reboot.`,
		noteOff: (words: readonly string[]) => `Remove ${list(words)} from the kernel command line and reboot.`,
		noteHas: (words: readonly string[]) =>
			`The kernel command line has ${list(words)} already: this kernel does not obey it, or the host of this container keeps the controller.`,
		noteKernel: (options: readonly string[]) =>
			`This kernel is built without ${list(options)}: use the kernel of a general-purpose distribution.`,
		noteHeld: (names: readonly string[]) =>
			`Nothing on the kernel command line turns off ${list(names)}: a hierarchy of version 1 or the host of this container keeps it.`,
		notePending: (word: string, file: string) => `${word} is set in ${file} already: reboot.`,
		noteWritten: (word: string, file: string, bls: boolean) =>
			`${word} is in ${file} already, but not in what the boot loader reads. ${bls ? `Run grubby --update-kernel=ALL --args=${word}` : 'Run update-grub (Debian, Ubuntu) or grub2-mkconfig -o /boot/grub2/grub.cfg'}, then reboot.`,
		noteGone: (word: string) => `${word} is gone from the boot loader’s files already: reboot.`,
		noteUnless: (words: readonly string[]) =>
			`Add ${list(words)} to the kernel command line and reboot, unless a boot file that only root can read has it already.`,
		noteUnread: (words: readonly string[]) =>
			`/proc/cmdline could not be read: look at it first. If ${list(words)} is not there, add it and reboot.`,
	},
} as const;
