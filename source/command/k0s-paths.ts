/** The unit that `k0s install controller` writes (k0s v1.34). */
export const unitName = 'k0scontroller.service';
export const unitPath = `/etc/systemd/system/${unitName}`;
/** The unit that `k0s install worker` writes (k0s v1.34). */
export const workerUnitName = 'k0sworker.service';
export const workerUnitPath = `/etc/systemd/system/${workerUnitName}`;
/** Of systemd, or the script of OpenRC with the same name. */
export const isWorkerUnit = (id: string): boolean => id.replace('.service', '') === 'k0sworker';
/** Where k0s keeps everything unless `--data-dir` says otherwise. */
export const defaultDataDir = '/var/lib/k0s';
/** Where k0s keeps the administrator's kubeconfig, in its data folder. */
export const kubeconfigIn = (dataDir: string): string => `${dataDir}/pki/admin.conf`;
/** Where k0s keeps the kubelet's kubeconfig: with it a worker reads nodes, pods and services of its cluster. */
export const kubeletConfigIn = (dataDir: string): string => `${dataDir}/kubelet.conf`;
/** Its sockets, mounts and notes while it runs. */
export const k0sRunFolder = '/run/k0s';
/** The networks that k0s gives to pods and to services unless its configuration says otherwise. */
export const defaultPodCidr = '10.244.0.0/16';
export const defaultServiceCidr = '10.96.0.0/12';
/** kube-router's bridge, to which pods are connected. */
export const bridge = 'kube-bridge';
