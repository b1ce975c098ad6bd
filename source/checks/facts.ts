import type {Image, K0sStatus, Node, Unit} from '../facts/cluster.js';
import type {
	BootOptions,
	Certificate,
	DirectRules,
	FirewallPolicy,
	FirewallService,
	HostsEntry,
	Limit,
	OsRelease,
	TimeSync,
	UnitStart,
	Zone,
} from '../facts/host.js';
import type {Table} from '../facts/packet-filter.js';
import type {ContainerRow} from '../read/ctr-tables.js';
import type {All} from '../read/kubectl/get.js';
import type {ConfigRanges} from '../read/k0s/config.js';
import type {PlaceAnswer, Registry} from '../read/k0s/registries.js';
import type {RegistryConfig} from '../read/k0s/registry-toml.js';
import type {Owner} from '../read/ps.js';
import type {FirewallState} from '../read/firewall/state.js';
import type {EnvironmentFiles} from '../read/environment-file.js';
import type {SysctlLine} from '../read/sysctl-files.js';
import type {HttpAnswer} from '../read/http-status.js';
import type {Probe} from '../read/k0s/sysinfo.js';
import type {KernelConfig} from '../read/kernel-config.js';
import type {ModuleFiles} from '../read/modinfo.js';
import type {Pressure} from '../read/node-pressure.js';
import type {Reading} from '../facts/reading.js';
import type {K0sFacts} from '../fact-table/k0s-facts.js';
import type {MachineFacts} from '../fact-table/machine-facts.js';
import type {UnitStates} from '../read/units.js';

type Values<F> = {[K in keyof F]: F[K] extends Reading<infer V> ? V : never};
type Shared = Values<Omit<MachineFacts, 'staticHostname'>> & Values<K0sFacts>;

/** What the checks judge. Each is asked once for all checks; a reading that is unknown says why. */
export type FactValues = Shared & {
	/** True: without a password. Not asked as root (then true). */
	sudo: boolean;
	securePath: readonly string[] | null;
	os: OsRelease;
	/** Command name of process 1. */
	init: string;
	/** /run/systemd/system is there: systemd booted this system. */
	systemdFolder: readonly string[] | null;
	processors: number;
	openFiles: Limit;
	/** Releases that have module files here: those that are booted, and newer ones. */
	kernels: readonly string[] | null;
	moduleFolder: readonly string[] | null;
	moduleFiles: ModuleFiles;
	/** modules.dep and modules.builtin, asked only where modinfo gave no answer. */
	moduleLists: ReadonlySet<string>;
	loadedModules: readonly string[] | null;
	kernelConfigFile: string;
	kernelConfig: KernelConfig;
	/** Words that the running kernel was started with. */
	commandLine: readonly string[];
	/** What the next boot gives it. Asked only where a word could mend something. */
	bootOptions: BootOptions;
	/** /etc/wsl.conf turns systemd on. Asked only on a kernel of WSL. */
	wslSystemd: boolean;
	cgroupFileSystem: string;
	controllers2: readonly string[];
	controllers1: readonly string[];
	/** Paths of the wanted programs that are there. */
	programs: readonly string[];
	/** Lists of DNS servers beside /etc/resolv.conf that are there. Asked only where a pod could not use that one. */
	otherResolvConfs: readonly string[];
	hostnameAddresses: readonly string[];
	localhostAddresses: readonly string[];
	hosts: readonly HostsEntry[];
	sysctls: ReadonlyMap<string, string>;
	/** What files set at boot of these; asked only where one is not as it should be. */
	sysctlFiles: readonly SysctlLine[];
	/** Names in /etc/sysctl.d. */
	ownSysctlFiles: readonly string[] | null;
	firewallState: FirewallState;
	firewalldUnit: Unit;
	/** Every packet is dropped. */
	panic: boolean;
	firewalldConf: string | null;
	/** Asked only where there are rules of Kubernetes to lose, or StrictForwardPorts is set. */
	firewalldVersion: string;
	/** Asked only while firewalld runs. */
	directRules: DirectRules;
	policies: readonly FirewallPolicy[];
	/** `table inet firewalld`; null: there is none (the back end iptables makes none). */
	firewallTable: Table | null;
	/** What each ipset holds that a zone names as its source; one that could not be read is missing. */
	firewallSets: ReadonlyMap<string, readonly string[]>;
	/** What services open of which that is not known beforehand. */
	firewallServices: ReadonlyMap<string, FirewallService>;
	defaultZone: string;
	zones: readonly Zone[];
	permanentZones: readonly Zone[];
	/** Chains of kube-proxy, kube-router and the kubelet. */
	kubeChains: number;
	/** Rules in them. Asked only where one is loaded: asking loads it. */
	legacyRules: number;
	workerUnit: Unit;
	otherUnits: UnitStates;
	/** Which file k0s would take its configuration from; null: none is there. */
	configFile: string | null;
	/** What that file says of networks; nothing where there is no file. */
	configRanges: ConfigRanges;
	/** What k0s does not like about it. Asked only where k0s and the file are. */
	configErrors: readonly string[];
	/** Names of certificates below the data folder's pki; null: no such folder. */
	pkiFiles: readonly string[] | null;
	/** By name. */
	certificates: ReadonlyMap<string, Certificate>;
	/** Names of the certificates that the kubelet uses, in the `pki` of its folder; null: no such folder. */
	kubeletPkiFiles: readonly string[] | null;
	/** By name. */
	kubeletCertificates: ReadonlyMap<string, Certificate>;
	dataFolder: readonly string[] | null;
	/** `lxc`, `docker`, `systemd-nspawn`, as who started process 1 says; null: nobody says that this is a container. */
	container: string | null;
	/** /dev/kmsg is there: the kubelet reads it. Asked only in a container. */
	kmsg: boolean;
	/** What k0s says of itself. Asked only while its service is active. */
	k0sStatus: K0sStatus;
	/** Asked only while the service is active, as are the containers. */
	images: readonly Image[];
	containers: readonly ContainerRow[];
	/** All pods, services and workloads of the API. Asked only on a controller whose service is active. */
	objects: All;
	/** Bundles of images that k0s imports at each start, in `images` of the data folder; null: no such folder. */
	bundles: readonly string[] | null;
	runFolder: readonly string[] | null;
	/** Unix sockets on which somebody listens. Asked only where there is a run folder. */
	unixListeners: readonly string[];
	cniFolder: readonly string[] | null;
	/** What listens where k0s would, by process id. */
	owners: ReadonlyMap<number, Owner>;
	/** `1` enforcing, `0` permissive, null: SELinux is not on. */
	selinux: string | null;
	appArmor: string | null;
	timeSync: TimeSync;
	/** What this system thinks the time is, milliseconds since the epoch. */
	clock: number;
	/** Milliseconds since the boot, a moment later. */
	sinceBoot: number;
	/** When the controller became active, by both clocks; null: it does not run. */
	controllerStart: UnitStart | null;
	/** Changes with each start of the system. */
	bootId: string;
	/** Remedies that need a reboot, with the boot in which they ran. */
	reboots: ReadonlyMap<string, string>;
	/** Debian's mark: packages ask for a reboot. */
	rebootRequired: readonly string[];
	/** The chosen bundle is there. */
	airgapBundle: boolean;
	/** Files with more variables of the service, in their order; patterns as they stand. */
	environmentFiles: EnvironmentFiles;
	/** The files themselves: what fits a pattern in its place. */
	environmentPaths: readonly string[];
	/** From systemd, the unit and its files; of the files only what is about proxies. */
	serviceEnvironment: ReadonlyMap<string, string>;
	downloadAnswer: HttpAnswer;
	/** What containerd is told of registries, by drop-ins and by a containerd.toml of one's own. */
	registryConfig: RegistryConfig;
	/** Where containerd looks for the images of a registry, in its order. */
	registryPlaces: ReadonlyMap<Registry, readonly string[]>;
	/** The registry that k0s.yaml names for k0s's images; null: none. */
	imageRepository: string | null;
	/** What each place of the registry answered. */
	quayAnswer: readonly PlaceAnswer[];
	dockerAnswer: readonly PlaceAnswer[];
	/** Asked only while the service is active. */
	nodes: readonly Node[];
	pressures: readonly Pressure[];
	sysinfo: readonly Probe[];
};

export type FactName = keyof FactValues;
export type Facts = {[K in FactName]: Reading<FactValues[K]>};
