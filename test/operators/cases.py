"""The official operator tests of several releases of onnx, in one folder.

    python test/operators/cases.py FOLDER

writes FOLDER/<release>/<test>/model.onnx and test_data_set_0/*.pb. The installed release makes its
tests by program; older wheels of PyPI contain them as files. Each release tests each operator in
the form that was newest then, so that together they cover the opsets from 6 on.
"""

import pathlib
import subprocess
import sys
import tempfile
import warnings
import zipfile

import onnx
from onnx import numpy_helper

# release: Python, ABI and platform of a wheel on PyPI; the comment names its newest opset
WHEELS = {
    "1.1.2": ("36", "cp36m", "manylinux1_x86_64"),  # 6
    "1.2.2": ("36", "cp36m", "manylinux1_x86_64"),  # 7
    "1.3.0": ("36", "cp36m", "manylinux1_x86_64"),  # 8
    "1.5.0": ("36", "cp36m", "manylinux1_x86_64"),  # 10
    "1.7.0": ("38", "cp38", "manylinux1_x86_64"),  # 12
    "1.9.0": ("38", "cp38", "manylinux2010_x86_64"),  # 14
    "1.12.0": ("310", "cp310", "manylinux_2_17_x86_64"),  # 17
    "1.16.2": ("310", "cp310", "manylinux_2_17_x86_64"),  # 21
    "1.19.1": ("311", "cp311", "manylinux_2_17_x86_64"),  # 24
}
INSIDE = "onnx/backend/test/data/node/"


def from_wheel(release: str, folder: pathlib.Path) -> None:
    version, abi, platform = WHEELS[release]
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", temporary]
            + ["--implementation", "cp", "--python-version", version, "--abi", abi, "--platform", platform]
            + [f"onnx=={release}"],
            check=True,
        )
        (wheel,) = pathlib.Path(temporary).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.startswith(INSIDE) and name.endswith((".onnx", ".pb")):
                    target = folder / name[len(INSIDE) :]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(name))


def as_proto(value, info) -> bytes:
    if isinstance(value, onnx.TensorProto):
        return value.SerializeToString()
    if info.type.HasField("sequence_type"):
        return numpy_helper.from_list(value, info.name).SerializeToString()
    if info.type.HasField("optional_type"):
        return numpy_helper.from_optional(value, info.name).SerializeToString()
    return numpy_helper.from_array(value, info.name).SerializeToString()


def from_program(folder: pathlib.Path) -> None:
    from onnx.backend.test.case.node import collect_testcases

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = collect_testcases(None)
    for case in cases:
        target = folder / case.name / "test_data_set_0"
        target.mkdir(parents=True, exist_ok=True)
        (target.parent / "model.onnx").write_bytes(case.model.SerializeToString())
        for kind, values, infos in [
            ("input", case.data_sets[0][0], case.model.graph.input),
            ("output", case.data_sets[0][1], case.model.graph.output),
        ]:
            for i, (value, info) in enumerate(zip(values, infos)):
                (target / f"{kind}_{i}.pb").write_bytes(as_proto(value, info))


def main() -> None:
    root = pathlib.Path(sys.argv[1])
    for release in WHEELS:
        from_wheel(release, root / release)
    from_program(root / onnx.__version__)


main()
