//! The times of allocation (spec/splits.md 5), with criterion.
#![allow(missing_docs, reason = "a program")]
#![allow(clippy::arithmetic_side_effects, reason = "small numbers")]
#![allow(clippy::unwrap_used, reason = "a program may fail loudly")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use partnership::Weights;

fn one_total(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("allocate_minor_into");
    for parties in [2_u64, 10, 100, 10_000, 1_000_000] {
        let list: Vec<u64> = (0..parties)
            .map(|at| 1 + at.wrapping_mul(2_654_435_761) % 1_000_000)
            .collect();
        let mut out = vec![0; list.len()];
        let weights = Weights::new(list).unwrap();
        group.throughput(Throughput::Elements(parties));
        group.bench_function(BenchmarkId::from_parameter(parties), |bencher| {
            bencher.iter(|| {
                black_box(&weights)
                    .allocate_minor_into(black_box(123_456_789_017), &mut out)
                    .unwrap();
            });
        });
    }
    group.finish();
}

criterion_group!(benches, one_total);
criterion_main!(benches);
