/*
 * STAND-IN FOR TESTS, not k0s: one static ELF program with three lives.
 *
 * 1. What the stand-in's release server hands out as the binary of a release: it starts the stand-in's script of the test
 *    host. The text behind the marker is the release that it says it is: downloads.mjs writes it there, so that every release
 *    has bytes of its own.
 * 2. `controller`, `worker` and `api` stay in the process tree as the parent of the script, as k0s does: the unit's main process is
 *    then this file, and writing over it while it runs fails with "Text file busy".
 * 3. With K0S_STANDIN_LISTEN set, or with an argument --standin-listen=, it is a component of k0s (etcd, kube-apiserver, ...):
 *    the controller copies it to /var/lib/k0s/bin/NAME. It has that name, path and user, holds its ports, and ends by SIGTERM.
 *    LISTEN is a list, `,` between: ADDRESS:PORT (`*`: all; `node`: the first IPv4 address that is no loopback; port 0: any)
 *    and, behind `=`, the Unix socket to which its connections go (`*:6443=/run/k0s-standin/api.sock`). SIGUSR1 closes the ports,
 *    SIGUSR2 opens them again.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile const char release[96] = "@k0s-standin-release@";
static const size_t marker = sizeof "@k0s-standin-release@" - 1;
static pid_t child;

/* ---- a component ---------------------------------------------------------------------------------------------------- */
struct port { char address[64], to[64]; int number, fd; };
static struct port ports[16];
static int known, wanted = 1;

static int node_address(struct in_addr *out) {
	struct ifaddrs *all, *a;
	if (getifaddrs(&all) != 0) return -1;
	for (a = all; a; a = a->ifa_next) {
		if (!a->ifa_addr || a->ifa_addr->sa_family != AF_INET || a->ifa_flags & IFF_LOOPBACK) continue;
		if (!strncmp(a->ifa_name, "kube-bridge", 11) || !strncmp(a->ifa_name, "veth", 4)) continue;
		*out = ((struct sockaddr_in *)a->ifa_addr)->sin_addr;
		freeifaddrs(all);
		return 0;
	}
	freeifaddrs(all);
	return -1;
}

static int opened(struct port *p) {
	int all = !strcmp(p->address, "*"), one = 1, fd;
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(p->number), .sin6_addr = in6addr_any};
	struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(p->number)};
	if (!all) {
		if (!strcmp(p->address, "node")) { if (node_address(&four.sin_addr) != 0) return -1; }
		else if (inet_pton(AF_INET, p->address, &four.sin_addr) != 1) return -1;
	}
	fd = socket(all ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 && all) { all = 0; four.sin_addr.s_addr = INADDR_ANY; fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }
	if (fd < 0) return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, all ? (void *)&six : (void *)&four, all ? sizeof six : sizeof four) != 0 || listen(fd, 4096) != 0) {
		int e = errno;
		close(fd);
		errno = e;
		return -1;
	}
	return fd;
}

static void *half(void *given) { /* one direction of a connection */
	int *pair = given;
	char buffer[16384];
	ssize_t n;
	while ((n = read(pair[0], buffer, sizeof buffer)) > 0) {
		char *p = buffer;
		while (n > 0) {
			ssize_t w = send(pair[1], p, n, MSG_NOSIGNAL);
			if (w <= 0) goto end;
			p += w; n -= w;
		}
	}
end:
	shutdown(pair[1], SHUT_WR);
	if (n < 0) shutdown(pair[0], SHUT_RDWR);
	return NULL;
}

struct connection { int fd; char to[64]; };
static void *serve(void *given) {
	struct connection c = *(struct connection *)given;
	free(given);
	if (!c.to[0]) { /* nobody behind it: /healthz over plain HTTP is answered, all else is closed */
		struct timeval limit = {5, 0};
		char buffer[512];
		setsockopt(c.fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
		ssize_t n = read(c.fd, buffer, sizeof buffer);
		static const char ok[] = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";
		if (n > 4 && !memcmp(buffer, "GET ", 4)) send(c.fd, ok, sizeof ok - 1, MSG_NOSIGNAL);
		close(c.fd);
		return NULL;
	}
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	snprintf(to.sun_path, sizeof to.sun_path, "%s", c.to);
	int up = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (up < 0 || connect(up, (void *)&to, sizeof to) != 0) {
		if (up >= 0) close(up);
		close(c.fd);
		return NULL;
	}
	int there[2] = {c.fd, up}, back[2] = {up, c.fd};
	pthread_t other;
	if (pthread_create(&other, NULL, half, there) == 0) {
		half(back);
		shutdown(c.fd, SHUT_RDWR); shutdown(up, SHUT_RDWR);
		pthread_join(other, NULL);
	}
	close(up); close(c.fd);
	return NULL;
}

static void shut(int number) { (void)number; wanted = 0; }
static void open_again(int number) { (void)number; wanted = 1; }

static int component(const char *list) {
	char text[1024], *save, *word;
	snprintf(text, sizeof text, "%s", list);
	for (word = strtok_r(text, ",", &save); word && known < 16; word = strtok_r(NULL, ",", &save)) {
		struct port *p = &ports[known];
		char *to = strchr(word, '=');
		if (to) { *to++ = 0; snprintf(p->to, sizeof p->to, "%s", to); }
		char *colon = strrchr(word, ':');
		if (!colon) continue;
		*colon = 0;
		snprintf(p->address, sizeof p->address, "%s", word);
		p->number = atoi(colon + 1);
		p->fd = -1;
		known++;
	}
	signal(SIGPIPE, SIG_IGN);
	struct sigaction closing = {.sa_handler = shut}, opening = {.sa_handler = open_again};
	sigaction(SIGUSR1, &closing, NULL);
	sigaction(SIGUSR2, &opening, NULL);
	if (getenv("K0S_STANDIN_CLOSED")) wanted = 0;
	pthread_attr_t detached;
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&detached, 65536);
	for (int first = 1;; first = 0) {
		for (int i = 0; i < known; i++) {
			struct port *p = &ports[i];
			if (!wanted && p->fd >= 0) { close(p->fd); p->fd = -1; }
			if (wanted && p->fd < 0 && (p->fd = opened(p)) < 0 && first) {
				struct in_addr a;
				char name[64];
				snprintf(name, sizeof name, "%s", !strcmp(p->address, "*") ? "0.0.0.0" : p->address);
				if (!strcmp(p->address, "node") && node_address(&a) == 0) inet_ntop(AF_INET, &a, name, sizeof name);
				fprintf(stderr, "listen tcp %s:%d: bind: %s\n", name, p->number, errno == EADDRINUSE ? "address already in use" : errno == EACCES ? "permission denied" : strerror(errno));
				return 1;
			}
		}
		struct pollfd asked[16];
		int n = 0;
		for (int i = 0; i < known; i++) if (ports[i].fd >= 0) asked[n++] = (struct pollfd){ports[i].fd, POLLIN, 0};
		if (poll(asked, n, n == known ? -1 : 1000) < 0) continue;
		for (int i = 0; i < n; i++) {
			if (!(asked[i].revents & POLLIN)) continue;
			int fd = accept4(asked[i].fd, NULL, NULL, SOCK_CLOEXEC);
			if (fd < 0) continue;
			struct connection *c = calloc(1, sizeof *c);
			c->fd = fd;
			for (int j = 0; j < known; j++) if (ports[j].fd == asked[i].fd) memcpy(c->to, ports[j].to, sizeof c->to);
			pthread_t thread;
			if (pthread_create(&thread, &detached, serve, c) != 0) { close(fd); free(c); }
		}
	}
}

/* ---- k0s ------------------------------------------------------------------------------------------------------------ */
static int deaf_orphan; /* `k0s api` does not end by SIGTERM where its k0s was killed: the next start waits in vain */

static void forward(int number) {
	if (deaf_orphan && getppid() == 1) {
		alarm(9); /* gone by the start after that one */
		return;
	}

	if (child > 0) kill(child, number);
}

static int run(char **arguments) {
	execv("/bin/sh", arguments);
	fprintf(stderr, "Error: k0s stand-in: /bin/sh: %s\n", strerror(errno));
	return 127;
}

/* The switch cliCostMs: every command costs that much CPU, as starting the real program of 267 MiB does. */
static void cost(void) {
	char text[8192] = {0}, *at;
	const char *file = getenv("K0S_STANDIN_CONFIG");
	FILE *f = fopen(file ? file : "/etc/k0s-standin.json", "r");
	if (!f) return;
	size_t n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = 0;
	if (!(at = strstr(text, "\"cliCostMs\""))) return;
	double wanted_ms = strtod(at + 11 + strspn(at + 11, " :"), NULL);
	struct timespec now;
	do clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while (now.tv_sec * 1e3 + now.tv_nsec / 1e6 < wanted_ms);
}

static void *listener(void *list) {
	if (component(list) != 0) _exit(1);
	return NULL;
}

int main(int count, char **words) {
	char text[sizeof release + 1] = {0}, self[4096] = {0}, script[4096], pid[32];
	const char *listen = getenv("K0S_STANDIN_LISTEN");
	for (int i = 1; i < count && !listen; i++) if (!strncmp(words[i], "--standin-listen=", 17)) listen = words[i] + 17;
	if (listen) return component(listen);

	for (size_t i = 0; i < sizeof release; i++) text[i] = release[i];
	const char *folder = getenv("K0S_STANDIN");
	snprintf(script, sizeof script, "%s/k0s", folder ? folder : "/opt/testhost/k0s-standin");
	if (readlink("/proc/self/exe", self, sizeof self - 1) > 0) setenv("K0S_ARGV0", self, 1);
	const char *name = strrchr(words[0], '/');
	setenv("K0S_NAME", name ? name + 1 : words[0], 1);
	if (text[marker]) setenv("K0S_STANDIN_RELEASE", text + marker, 1);

	char **arguments = calloc(count + 2, sizeof *arguments);
	arguments[0] = "sh";
	arguments[1] = script;
	int help = 0;
	for (int i = 1; i < count; i++) {
		arguments[i + 1] = words[i];
		if (!strcmp(words[i], "--help") || !strcmp(words[i], "-h")) help = 1;
	}
	cost();
	if (!help && count > 1 && !strcmp(words[1], "status")) signal(SIGTERM, SIG_IGN); /* while it waits, only KILL ends it */
	int api = count > 1 && !strcmp(words[1], "api");
	if (help || count < 2 || (!api && strcmp(words[1], "controller") != 0 && strcmp(words[1], "worker") != 0)) return run(arguments);

	snprintf(pid, sizeof pid, "%d", (int)getpid());
	setenv("K0S_PID", pid, 1);
	child = fork();
	if (child < 0) {
		perror("Error: k0s stand-in: fork");
		return 1;
	}

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		return run(arguments);
	}

	const char *own = getenv("K0S_STANDIN_API_LISTEN"); /* the ports of `k0s api` itself */
	pthread_t thread;
	if (api && own) pthread_create(&thread, NULL, listener, (void *)own);
	deaf_orphan = api;
	signal(SIGTERM, forward);
	signal(SIGINT, forward);
	int status = 0;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
	if (WIFEXITED(status)) return WEXITSTATUS(status);
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	return 1;
}
