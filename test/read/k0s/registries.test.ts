import {expect, test} from 'vitest';
import {apiOf, imageRepository, registryConfig, registryHosts} from '../../../source/read/k0s/registries.js';

/** Where containerd and k0s look for images, by their files. */
test('drop-ins: the folders of hosts.toml and the older mirrors; comments count for nothing', () => {
	const toml = `version = 2
# config_path = "/old"
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "/etc/containerd/certs.d:/etc/docker/certs.d"
[plugins."io.containerd.grpc.v1.cri".registry.mirrors."quay.io"]
  endpoint = ["https://one.lan", 'http://two.lan:5000']
`;
	expect(registryConfig(toml)).toEqual({
		folders: ['/etc/containerd/certs.d', '/etc/docker/certs.d'],
		mirrors: new Map([['quay.io', ['https://one.lan', 'http://two.lan:5000']]]),
	});
	expect(registryConfig("[plugins.'io.containerd.cri.v1.images'.registry]\nconfig_path = ''\n").folders).toEqual([]);
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
