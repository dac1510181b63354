#!/usr/bin/env python3
"""Deletes of FLAIR what received most attention, as much at random, and what received least; of attention.sh.

    delete_attended.py RECORDS FUSED OUT SEED        OUT/{received,random,least}/ID.png, and ID.txt, the blocks that were deleted
    delete_attended.py --change FUSED OTHER DELETED  the mean change of the fused images at the head's other pixels, in levels

A tenth of the blocks of 8x8 pixels that are head, half of them at least, takes the mean of the head.
"""

import json
import os
import random
import sys

from halve_slices import read, write

SIDE = 8


def blocks_of_head(rows):
    """The upper left corners of blocks of which half is not black."""
    return [
        (y, x)
        for y in range(0, len(rows) - SIDE + 1, SIDE)
        for x in range(0, len(rows[0]) - SIDE + 1, SIDE)
        if sum(level > 0 for row in rows[y : y + SIDE] for level in row[x : x + SIDE]) * 2 >= SIDE * SIDE
    ]


def delete(records, fused, out, seed):
    draw = random.Random(seed)
    for variant in ("received", "random", "least"):
        os.makedirs(os.path.join(out, variant), exist_ok=True)
    for line in open(records):
        record = json.loads(line)
        rows = read(record["images"]["flair"])
        received = read(os.path.join(fused, "attention", record["id"] + "_received.png"))
        blocks = blocks_of_head(rows)
        head = [level for row in rows for level in row if level > 0]
        mean = round(sum(head) / len(head)) if head else 0
        attention = {at: sum(sum(row[at[1] : at[1] + SIDE]) for row in received[at[0] : at[0] + SIDE]) for at in blocks}
        order = sorted(blocks, key=lambda at: (attention[at], at))
        count = round(len(blocks) / 10)
        chosen = {"received": order[len(order) - count :], "random": draw.sample(blocks, count), "least": order[:count]}
        for variant, places in chosen.items():
            changed = [bytearray(row) for row in rows]
            for y, x in places:
                for row in changed[y : y + SIDE]:
                    row[x : x + SIDE] = bytes([mean]) * SIDE
            path = os.path.join(out, variant, record["id"])
            write(path + ".png", changed)
            with open(path + ".txt", "w") as file:
                file.writelines(f"{y} {x}\n" for y, x in places)


def change(fused, other, deleted):
    """Over all pixels of all images that either fused image has above 0 and no deleted block covers."""
    total = count = 0
    for name in sorted(os.listdir(os.path.join(fused, "fused"))):
        a, b = read(os.path.join(fused, "fused", name)), read(os.path.join(other, "fused", name))
        with open(os.path.join(deleted, name[:-4] + ".txt")) as file:
            gone = {tuple(map(int, line.split())) for line in file}
        for y, (first, second) in enumerate(zip(a, b)):
            for x, (one, two) in enumerate(zip(first, second)):
                if (one or two) and (y - y % SIDE, x - x % SIDE) not in gone:
                    total += abs(one - two)
                    count += 1
    print(total / count if count else 0)


if __name__ == "__main__":
    if sys.argv[1] == "--change":
        change(*sys.argv[2:5])
    else:
        delete(*sys.argv[1:4], int(sys.argv[4]))
