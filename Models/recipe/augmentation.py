"""Turns and scales recorded hearts: where a heart lies and how well a chest conducts tells nothing of its disease."""

import numpy as np

from preprocessing import DEVIATION, MEAN

# How the eight stored leads see a dipole (Dower, Clin Cardiol 1980;3:87-95): to the left, to the feet, to the back.
STORED = np.array([
    [0.632, -0.235, 0.059], [0.235, 1.066, -0.132], [-0.515, 0.157, -0.917], [0.044, 0.164, -1.387],
    [0.882, 0.098, -1.277], [1.213, 0.127, -0.601], [1.125, 0.127, -0.086], [0.831, 0.076, 0.230],
])
I, II = STORED[0], STORED[1]
VECTORS = np.stack([I, II, II - I, -(I + II) / 2, I - II / 2, II - I / 2, *STORED[2:]])
INVERSE = np.linalg.pinv(VECTORS)

ANGLES = np.array([0.10, 0.10, 0.15])
GAIN = 0.06


def turned(waveforms, generator):
    """(B, L, 12) standardised leads, each recording turned by small angles and scaled by a factor near one."""
    matrices = np.stack([matrix(generator) for _ in range(len(waveforms))])
    # In standardised leads: y' = D⁻¹ (M (D y + m) - m).
    linear = matrices * (DEVIATION[None, None, :] / DEVIATION[None, :, None])
    shift = (matrices @ MEAN - MEAN) / DEVIATION
    return waveforms @ linear.transpose(0, 2, 1).astype(np.float32) + shift[:, None, :].astype(np.float32)


def matrix(generator):
    """Acts on the twelve leads; what no dipole explains stays as it is."""
    turn = rotation(generator.standard_normal(3) * ANGLES)
    return np.exp(GAIN * generator.standard_normal()) * (np.eye(12) + VECTORS @ (turn - np.eye(3)) @ INVERSE)


def rotation(angles):
    (sx, sy, sz), (cx, cy, cz) = np.sin(angles), np.cos(angles)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x
