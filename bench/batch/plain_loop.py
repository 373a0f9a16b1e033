"""What a user would write instead of a job: `plain_loop.py <folder> <mini batch size> <output>`."""
import os, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "scoring"))
import batch

folder, size, output = sys.argv[1], int(sys.argv[2]), sys.argv[3]
paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
batch.init()
with open(output, "w") as rows:
    for at in range(0, len(paths), size):
        rows.writelines(f"{row}\n" for row in batch.run(paths[at : at + size]))
