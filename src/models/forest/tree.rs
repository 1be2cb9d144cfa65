//! A grown tree, and the way of a row through it.

/// A node: where its rows go next.
///
/// A row whose code of `feature` is at most `cut` goes to the node at `next`, any other to the one
/// after that. Code 0 is a missing value, below all others; where `missing_right` is 1, all codes
/// are lowered by 1 first and 0 wraps round to 255, so that a missing value goes right. A leaf leads
/// to itself: its `cut` is 255, which no code exceeds. So a walk needs no test for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) feature: u16,
    pub(super) cut: u8,
    pub(super) missing_right: u8,
    pub(super) next: u32,
}

impl Node {
    /// A leaf at this place.
    pub(super) fn leaf(place: usize) -> Node {
        Node { feature: 0, cut: u8::MAX, missing_right: 0, next: place as u32 }
    }

    /// Whether it is a leaf, given its place.
    pub(super) fn is_leaf(self, place: usize) -> bool {
        self.next as usize == place
    }

    /// Whether a code goes right.
    #[inline(always)]
    pub(super) fn goes_right(self, code: u8) -> bool {
        code.wrapping_sub(self.missing_right) > self.cut
    }
}

/// A tree.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Tree {
    /// Children come after their parents.
    pub(super) nodes: Vec<Node>,
    /// Mean target of each node.
    pub(super) values: Vec<f32>,
    /// Steps from the root to the farthest leaf.
    pub(super) depth: usize,
}

/// Rows that walk together, so that the processor works on one while it waits for another.
const COMPANY: usize = 8;
/// Steps between looks at whether all have arrived before the depth is reached.
const STEPS: usize = 4;

/// A feature's bit in [`Tree::asked`].
pub(super) fn feature_bit(feature: usize) -> u64 {
    1 << (feature % 64)
}

impl Tree {
    /// A tree whose children come after their parents.
    pub(super) fn new(nodes: Vec<Node>, values: Vec<f32>) -> Tree {
        let mut depths = vec![0; nodes.len()];
        for (place, node) in nodes.iter().enumerate().filter(|(place, node)| !node.is_leaf(*place))
        {
            let below = depths[place] + 1;
            depths.iter_mut().skip(node.next as usize).take(2).for_each(|depth| *depth = below);
        }
        Tree { depth: depths.into_iter().max().unwrap_or(0), nodes, values }
    }

    /// Adds a leaf.
    pub(super) fn push_leaf(&mut self, value: f64) -> usize {
        let place = self.nodes.len();
        self.nodes.push(Node::leaf(place));
        self.values.push(value as f32);
        place
    }

    /// Where the row whose codes begin at `row` goes from a node.
    #[inline(always)]
    fn step(&self, at: u32, codes: &[u8], row: usize) -> u32 {
        let node = self.nodes[at as usize];
        node.next + u32::from(node.goes_right(codes[row + usize::from(node.feature)]))
    }

    /// The leaf of the row whose codes begin at `row`.
    pub(super) fn leaf_of(&self, codes: &[u8], row: usize) -> usize {
        let mut at = 0;
        loop {
            let next = self.step(at, codes, row);
            if next == at {
                return at as usize;
            }
            at = next;
        }
    }

    /// Adds the value of each row's leaf to its sum. `codes` holds one row after the other, each
    /// `stride` bytes after the one before.
    pub(super) fn add_values(&self, codes: &[u8], stride: usize, sums: &mut [f64]) {
        let starts = (0..sums.len()).map(|row| row * stride);
        let mut sums = sums.iter_mut();
        self.walk(codes, starts, |leaf| {
            if let Some(sum) = sums.next() {
                *sum += f64::from(self.values[leaf]);
            }
        });
    }

    /// Takes the leaf of each row, in order, given where its codes begin.
    #[inline(always)]
    pub(super) fn walk(
        &self,
        codes: &[u8],
        mut starts: impl ExactSizeIterator<Item = usize>,
        mut take: impl FnMut(usize),
    ) {
        for _ in 0..starts.len() / COMPANY {
            // As many are left, so that nothing is made up.
            let rows: [usize; COMPANY] = std::array::from_fn(|_| starts.next().unwrap_or_default());
            let mut at = [0; COMPANY];
            for done in (0..self.depth).step_by(STEPS) {
                let before = at;
                for _ in done..self.depth.min(done + STEPS) {
                    for (at, row) in at.iter_mut().zip(rows) {
                        *at = self.step(*at, codes, row);
                    }
                }
                if at == before {
                    break;
                }
            }
            at.into_iter().for_each(|leaf| take(leaf as usize));
        }
        starts.for_each(|row| take(self.leaf_of(codes, row)));
    }

    /// For each node, the features that are asked for on the way to it, each as the bit of its
    /// number modulo 64: of a leaf, those that its rows' place rests on, and perhaps others.
    pub(super) fn asked(&self) -> Vec<u64> {
        let mut asked = vec![0; self.nodes.len()];
        for (place, node) in self.nodes.iter().enumerate().filter(|(place, n)| !n.is_leaf(*place)) {
            let below = asked[place] | feature_bit(usize::from(node.feature));
            asked.iter_mut().skip(node.next as usize).take(2).for_each(|asked| *asked = below);
        }
        asked
    }

    /// The value of the row whose codes begin at `row`, were the tree cut off at each of `depths`,
    /// which rise.
    pub(super) fn values_at(
        &self,
        codes: &[u8],
        row: usize,
        depths: &[usize],
        mut take: impl FnMut(usize, f32),
    ) {
        let (mut at, mut depth) = (0, 0);
        for (place, &wanted) in depths.iter().enumerate() {
            while depth < wanted {
                at = self.step(at, codes, row);
                depth += 1;
            }
            take(place, self.values[at as usize]);
        }
    }
}
