"""Speed and memory: a whole run stage by stage, its floor, marrow's kernels, start-up, and peers on the same text.

    make bench [BOOK=FILE] [MODEL=MANIFEST] [KERNEL=c|avx2|avxvnni|vnni|amx] [THREADS=N] [REPEAT=N] [PEERS=0]
    python3 bench/bench.py [--json] [FILE]

BOOK is The Secret Garden from the data beside the repository (MARROW_SHARED, else ../shared) where that is there, else the example
story many times over. docs/speed.md tells what the figures mean. Everything is measured by marrow_bench (bench.c), a process a
measurement; peers by peers.py."""
import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SHAPES = ("qkv", "out", "up", "down")
STAGES = {"source": "source", "segment": "segment", "windows": "wordpieces", "encode": "encode", "heads": "heads", "cast": "cast", "speech": "speech", "event": "event", "reveal": "reveal",
          "store": "store"}
PEERS = {"spacy": "spaCy en_core_web_sm", "onnx": "ONNX Runtime, the same encoder", "corenlp": "CoreNLP to dependencies"}


# ---- what is measured ---------------------------------------------------------------------------------------------------------

def options():
    p = argparse.ArgumentParser(description="Speed and memory of marrow on one text.")
    p.add_argument("book", nargs="?", default=os.environ.get("BOOK"), help="a plain-text book, gzipped or not")
    p.add_argument("--json", action="store_true", default=os.environ.get("JSON", "0") != "0", help="figures for machines")
    p.add_argument("--model", default=os.environ.get("MODEL"), help="manifest; default: model/base.json, and model/fast.json where it is")
    p.add_argument("--kernel", default=os.environ.get("KERNEL"), help="instruction set to hold marrow and oneDNN to: c, avx2, avxvnni, vnni, amx")
    p.add_argument("--threads", type=int, default=int(os.environ.get("THREADS", 0)) or os.cpu_count(), help="threads of the run on all cores")
    p.add_argument("--repeat", type=int, default=int(os.environ.get("REPEAT", 1)), help="runs on one core; the one with the least processor time counts")
    p.add_argument("--no-peers", action="store_true", default=os.environ.get("PEERS") == "0", help="leave the peers out")
    return p.parse_args()


def book(path, folder):
    """-> path of a plain-text file, what to call it"""
    shared = os.environ.get("MARROW_SHARED", os.path.join(ROOT, "..", "shared"))
    garden = os.path.join(shared, "data", "novels", "text", "113_the_secret_garden.txt.gz")
    out = os.path.join(folder, "book.txt")
    if not path and not os.path.exists(garden):
        with open(os.path.join(ROOT, "examples", "the-lamp-room.txt"), "rb") as f, open(out, "wb") as copy:
            copy.write(f.read() * 30)
        return out, "the-lamp-room.txt, 30 times"
    path = path or garden
    if not path.endswith(".gz"):
        return path, os.path.basename(path)
    with gzip.open(path, "rb") as f, open(out, "wb") as copy:
        copy.write(f.read())
    return out, os.path.basename(path)[:-3]


def environment(kernel):
    """oneDNN and the peers keep to one thread; all keep to an instruction set where one is asked for"""
    env = dict(os.environ, OMP_NUM_THREADS="1")
    if kernel:
        env["MARROW_KERNEL"] = kernel
        isa = {"avx2": "AVX2", "avxvnni": "AVX2_VNNI", "vnni": "AVX512_CORE_VNNI", "amx": "AVX512_CORE_AMX"}.get(kernel)
        if isa:
            env["ONEDNN_MAX_CPU_ISA"] = env["DNNL_MAX_CPU_ISA"] = isa
    return env


class Bench:
    """marrow_bench, and a folder for what it writes"""

    def __init__(self, exe, folder, env):
        self.exe, self.folder, self.env = exe, folder, env

    def call(self, *args):
        done = subprocess.run([self.exe, *map(str, args)], env=self.env, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(done.returncode)
        return json.loads(done.stdout) if done.stdout else None

    def read(self, model, text, threads):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            return self.call("read", model, text, threads, folder)

    def startup(self, model, times=10):
        """the model ready, by marrow's clock and by that of whoever starts the process; milliseconds"""
        runs = []
        for _ in range(times):
            start = time.monotonic()
            run = self.call("open", model)
            runs.append(dict(run, process_wall_ms=1e3 * (time.monotonic() - start)))
        middle = {k: sorted(r[k] for r in runs)[times // 2] for k in runs[0]}
        return dict(middle, best_wall_ms=min(r["wall_ms"] for r in runs))


def best_products(a, b):
    """the better of two measurements of the products, product by product"""
    for x, y in zip(a["kernels"], b["kernels"]):
        for k in x:
            if k != "name":
                x[k] = min(x[k], y[k])
    return a


def floor_of(products, pieces, kernel):
    """the encoder's products for each wordpiece once, from the best rates; seconds"""
    name = "onednn" if products["onednn"] else kernel
    p = next(k for k in products["kernels"] if k["name"] == name)
    layers = pieces / products["rows"] * products["layers"]
    return {"by": name, "cpu_s": layers * sum(p[s + "_s"] for s in SHAPES), "streamed_cpu_s": layers / products["layers"] * p["streamed_s"],
            "all_cores_wall_s": layers * p["all_cores_s"] / products["threads"]}


def measure_model(bench, model, text, opt, whole=True):
    """one core, then all; the floor's rates before, between and after"""
    products = bench.call("floor", model, opt.threads)
    one = min((bench.read(model, text, 1) for _ in range(opt.repeat)), key=lambda r: r["whole"]["cpu_s"])
    every = None
    if whole and opt.threads > 1:
        products = best_products(products, bench.call("floor", model, opt.threads))
        every = bench.read(model, text, opt.threads)
    products = best_products(products, bench.call("floor", model, opt.threads))
    floor = floor_of(products, one["pieces"], one["kernel"])
    ratio = {"one_core": one["whole"]["cpu_s"] / floor["cpu_s"], "encode": one["stages"]["encode"]["cpu_s"] / floor["cpu_s"]}
    if every:
        ratio["all_cores"] = every["whole"]["wall_s"] / floor["all_cores_wall_s"]
    return {"startup": bench.startup(model), "one": one, "all": every, "products": products, "floor": floor, "ratio": ratio}


def measure_peers(bench, model, text):
    """a peer that is not installed says what it lacks; a peer that fails says so"""
    found = {}
    pieces = os.path.join(bench.folder, "windows.bin")
    bench.call("pieces", model, text, pieces)
    for name in PEERS:
        done = subprocess.run([sys.executable, os.path.join(HERE, "peers.py"), name, text, model, pieces], env=bench.env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        found[name] = json.loads(done.stdout) if done.returncode == 0 else {"missing" if done.returncode == 77 else "failed": lines[-1]}
    return found


# ---- the table ----------------------------------------------------------------------------------------------------------------

def row(name, tokens, one, every):
    line = f"{name:<22}{one['cpu_s']:>9.3f}{one['wall_s']:>9.3f}{tokens / max(one['cpu_s'], 1e-9):>14,.0f}"
    return line + (f"   {every['cpu_s']:>9.3f}{every['wall_s']:>9.3f}{tokens / max(every['wall_s'], 1e-9):>14,.0f}" if every else "")


def print_stages(m):
    one, every = m["one"], m["all"]
    head = f"{'':<22}{'one core':>32}"
    print(head + (f"   {'%d threads' % every['threads']:>32}" if every else ""))
    columns = f"{'CPU s':>9}{'wall s':>9}"
    print(f"{'stage':<22}{columns}{'tokens/CPU s':>14}" + (f"   {columns}{'tokens/wall s':>14}" if every else ""))
    for key, name in STAGES.items():
        print(row(name, one["tokens"], one["stages"][key], every and every["stages"][key]))
    print(row("whole run", one["tokens"], one["whole"], every and every["whole"]))
    for key in one["exports"]:
        name = "open the story" if key == "open" else "export " + key
        print(row(name, one["tokens"], one["exports"][key], every and every["exports"][key]))


def print_floor(m):
    p, f, r, one = m["products"], m["floor"], m["ratio"], m["one"]
    by = p["onednn"] or f"our own kernel {f['by']}: oneDNN is not in this build; tools/deps.sh bench installs it (Debian's libdnnl-dev), then make bench again"
    print(f"\nfloor, the products of {one['pieces']:,} wordpieces alone, by {by}")
    print(f"  one core    {f['cpu_s']:8.2f} CPU s     the whole run takes {r['one_core']:.2f} times that, its encode stage {r['encode']:.2f} times")
    print(f"              {f['streamed_cpu_s']:8.2f} CPU s     when each layer brings its own weights into the caches")
    if one["best_encode_s"] > 0:
        print(f"  encode, were every window as quick as the quickest: {one['best_encode_s']:.2f} CPU s, {one['best_encode_s'] / f['cpu_s']:.2f} times the floor")
    if "all_cores" in r:
        print(f"  {p['threads']} threads   {f['all_cores_wall_s']:8.2f} wall s    the whole run takes {r['all_cores']:.2f} times that")


def print_products(p):
    names = [k["name"] for k in p["kernels"]]
    print(f"\nproducts of {p['rows']} rows on one core, billions of multiplications a CPU second")
    print(f"{'':<22}" + "".join(f"{n:>9}" for n in names))
    for s in SHAPES:
        out, inner = p[s]
        print(f"{s + f' {inner} to {out}':<22}" + "".join(f"{p['rows'] * out * inner / k[s + '_s'] / 1e9:>9.1f}" for k in p["kernels"]))
    work = p["rows"] * sum(p[s][0] * p[s][1] for s in SHAPES)
    print(f"{'all four':<22}" + "".join(f"{work / sum(k[s + '_s'] for s in SHAPES) / 1e9:>9.1f}" for k in p["kernels"]))


def print_rest(m):
    one, s = m["one"], m["startup"]
    memory = f"{one['peak_mb']:.0f} MB on one core" + (f", {m['all']['peak_mb']:.0f} MB with {m['all']['threads']} threads" if m["all"] else "")
    print(f"\npeak memory {memory}; with the exports {one['peak_exports_mb']:.0f} MB")
    print(f"start-up: model ready in {s['wall_ms']:.0f} ms (CPU {s['cpu_ms']:.0f} ms, best {s['best_wall_ms']:.0f} ms); "
          f"the whole process {s['process_wall_ms']:.0f} ms")


def print_peers(result):
    print("\npeers, the same text, one thread")
    whole = result["models"][0]["one"]["whole"]
    print(f"{'marrow, whole run':<32}{whole['cpu_s']:>9.1f} CPU s{whole['wall_s']:>9.1f} wall s")
    for key, name in PEERS.items():
        p = result["peers"][key]
        if "cpu_s" in p:
            print(f"{name:<32}{p['cpu_s']:>9.1f} CPU s{p['wall_s']:>9.1f} wall s   {p['what']}")
        else:
            print(f"{name:<32}" + (f"not installed: {p['missing']}" if "missing" in p else f"failed: {p['failed']}"))


def print_model(m):
    one = m["one"]
    print(f"\nmodel {one['model']} {one['version']}, kernel {one['kernel']}: {one['tokens']:,} tokens, {one['pieces']:,} wordpieces, "
          f"{one['windows']} windows ({one['rows']:,} rows with contexts)\n")
    print_stages(m)
    print_floor(m)
    print_products(m["products"])
    print_rest(m)


def print_table(r):
    print(f"{r['text']}, {r['bytes']:,} bytes; {r['cpu']}, {r['cores']} cores; load {r['load'][0]:.1f} before, {r['load_after'][0]:.1f} after")
    print("CPU s: processor seconds of all threads, user and system; wall s: what passes on the clock, with whatever else the machine does")
    for m in r["models"]:
        print_model(m)
    if len(r["models"]) > 1:
        a, b = (m["one"] for m in r["models"])
        print(f"\n{b['model']} beside {a['model']}, one core: encode {a['stages']['encode']['cpu_s'] / b['stages']['encode']['cpu_s']:.2f} times as fast, "
              f"whole run {a['whole']['cpu_s'] / b['whole']['cpu_s']:.2f} times")
    if r["peers"]:
        print_peers(r)


# ---- main ---------------------------------------------------------------------------------------------------------------------

def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            names = [line.split(":", 1)[1].strip() for line in f if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def main():
    opt = options()
    build = os.path.dirname(os.environ.get("MARROW_EXE", os.path.join(ROOT, "build", "marrow")))
    subprocess.run(["cmake", "--build", build, "--target", "marrow_bench"], check=True, stdout=subprocess.DEVNULL)
    known = [os.path.join(ROOT, "model", n) for n in ("base.json", "fast.json")]
    models = [opt.model] if opt.model else [m for m in known if os.path.exists(m)]
    with tempfile.TemporaryDirectory() as folder:
        text, name = book(opt.book, folder)
        bench = Bench(os.path.join(build, "marrow_bench"), folder, environment(opt.kernel))
        result = {"text": name, "bytes": os.path.getsize(text), "cpu": processor(), "cores": os.cpu_count(), "load": os.getloadavg(),
                  "models": [measure_model(bench, m, text, opt) for m in models],
                  "peers": {} if opt.no_peers else measure_peers(bench, models[0], text)}
    result["load_after"] = os.getloadavg()
    if opt.json:
        json.dump(result, sys.stdout, indent=1)
        print()
    else:
        print_table(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
