/** The unit that `k0s install controller` writes (k0s v1.34). */
export const unitName = 'k0scontroller.service';
export const unitPath = `/etc/systemd/system/${unitName}`;
/** Where k0s keeps everything unless `--data-dir` says otherwise. */
export const defaultDataDir = '/var/lib/k0s';
