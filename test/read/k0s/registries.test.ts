import {expect, test} from 'vitest';
import {apiOf, imageRepository} from '../../../source/read/k0s/registries.js';
import {registryConfig, registryHosts} from '../../../source/read/k0s/registry-toml.js';

/** Where containerd and k0s look for images, by their files. */
test('drop-ins: the folders of hosts.toml and the older mirrors; comments count for nothing', () => {
	const toml = `version = 2
# config_path = "/old"
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "/etc/containerd/certs.d:/etc/docker/certs.d"
[plugins."io.containerd.grpc.v1.cri".registry.mirrors."quay.io"]
  endpoint = ["https://one.lan", 'http://two.lan:5000']
`;
	expect(registryConfig([toml])).toEqual({
		folders: ['/etc/containerd/certs.d', '/etc/docker/certs.d'],
		mirrors: new Map([['quay.io', ['https://one.lan', 'http://two.lan:5000']]]),
	});
	expect(registryConfig(["[plugins.'io.containerd.cri.v1.images'.registry]\nconfig_path = ''\n"])?.folders).toEqual([]);
});

test('hosts.toml: hosts that pull, in their order, and the server', () => {
	const toml = `server = "https://quay.io"
[host."https://a.lan/v2/quay"]
  override_path = true
[host."https://push.lan"]
  capabilities = ["push"]
[host."b.lan:5000"]
  capabilities = ["pull", "resolve"]
  [host."b.lan:5000".header]
    x = "y"
`;
	expect(registryHosts(toml)).toEqual({
		hosts: ['https://a.lan/v2/quay', 'https://b.lan:5000/v2/'],
		server: 'https://quay.io/v2/',
	});
	expect(registryHosts('')).toEqual({hosts: [], server: null});
});

const plugin = 'plugins."io.containerd.grpc.v1.cri"';
const mirrored = {folders: [], mirrors: new Map([['quay.io', ['https://one.lan']]])};

test.each([
	['a table in one line', `[${plugin}.registry.mirrors]\n"quay.io" = { endpoint = ["https://one.lan"] }\n`, mirrored],
	['a dotted key', `${plugin}.registry.mirrors."quay.io".endpoint = ["https://one.lan"]\n`, mirrored],
	[
		'other keys before it, a list over several lines, a remark behind it',
		`[${plugin}.registry.mirrors."quay.io"] # ours\nrewrite = {"^x" = "y"}\nendpoint = [\n  "https://one.lan", # first\n]\n`,
		mirrored,
	],
	[
		'config_path in one line',
		`[${plugin}]\nregistry = { config_path = "/etc/certs.d" }\n`,
		{folders: ['/etc/certs.d'], mirrors: new Map()},
	],
	['what is no TOML', 'version = = 2\n', undefined],
])('drop-ins: %s', (_, toml, config) => {
	expect(registryConfig([toml])).toEqual(config);
});

test('two drop-ins may name the same table: the later one counts', () => {
	const mirror = (host: string) => `[${plugin}.registry.mirrors."quay.io"]\nendpoint = ["https://${host}"]\n`;
	expect(registryConfig([mirror('old.lan'), mirror('one.lan')])).toEqual(mirrored);
	expect(registryConfig([mirror('one.lan'), '[[['])).toBeUndefined();
});

test.each([
	['a host on the first line', '[host."https://one.lan"]\ncapabilities = ["pull", "resolve"]\n'],
	['behind a remark and blanks', '# ours\n  [ host . "https://one.lan" ] # here\n  capabilities = [\n"pull",\n]\n'],
	['a dotted key', 'host."https://one.lan".capabilities = ["pull"]\n'],
	['below a table of hosts', "[host]\n  [host.'https://one.lan']\n  skip_verify = true\n"],
])('hosts.toml: %s', (_, toml) => {
	expect(registryHosts(toml)).toEqual({hosts: ['https://one.lan/v2/'], server: null});
	expect(registryHosts(`${toml}]`)).toBeUndefined();
});

test('an address as it answers', () => {
	expect(apiOf('https://a.lan/')).toBe('https://a.lan/v2/');
	expect(apiOf('https://a.lan/v2')).toBe('https://a.lan/v2');
});

test('images.repository of k0s.yaml, as a block, as a flow, and in a comment', () => {
	expect(imageRepository('spec:\n  images:\n    repository: "registry.lan/k0s" # ours\n')).toBe('registry.lan/k0s');
	expect(imageRepository('{spec: {images: {repository: registry.lan}}}')).toBe('registry.lan');
	expect(
		imageRepository('spec:\n  images: {}\n  # repository: x\n  extensions:\n    helm: {repositories: []}\n'),
	).toBeNull();
});

test('a chart’s image is not the repository of k0s’s own images', () => {
	const chart =
		'spec:\n  extensions:\n    helm:\n      charts:\n      - values: |\n          image:\n            repository: foo/bar\n          images:\n            tag: x\n';
	expect(imageRepository(chart)).toBeNull();
	expect(imageRepository(`${chart}  images:\n    konnectivity:\n      image: a\n    repository: registry.lan\n`)).toBe(
		'registry.lan',
	);
	expect(imageRepository('spec:\n  images:\n    default_pull_policy: Never\n\n    repository: registry.lan\n')).toBe(
		'registry.lan',
	);
	expect(imageRepository('spec:\n  images:\n    pause:\n      repository: other.lan\n')).toBeNull();
	expect(imageRepository('{"spec":{"images":{"pause":{"image":"a"},"repository":"registry.lan"}}}')).toBe(
		'registry.lan',
	);
});
