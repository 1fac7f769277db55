//! A program: the entry file and every module it imports, parsed, in the order in which they build on each other.
//!
//! Where a module's text comes from is the caller's affair, so the same code serves the disk, an editor and tests.

mod cycles;
mod diagnostics;
mod edit;
mod parallel;
mod read_before;
mod since;
#[cfg(test)]
pub(crate) mod since_tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{DfsPostOrder, EdgeRef as _};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::{self, Tree, ast};

use cycles::cut_cycles;
use read_before::ReadBefore;
pub use since::Again;
pub(crate) use since::Written;

/// All files of a policy, parsed.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The texts: the manifest if there is one, the entry, the modules beside it, then the standard library.
    pub sources: SourceMap,
    /// The modules; each stands behind those it imports, so the entry is the last.
    pub modules: Vec<ProgramModule>,
}

/// One file of a program.
#[derive(Debug, Clone)]
pub struct ProgramModule {
    /// The dotted path by which it is imported; the file stem for the entry.
    pub path: String,
    /// Its text.
    pub file: FileId,
    /// What was written.
    pub tree: Arc<Tree>,
    /// The positions in [`Program::modules`] of the modules it imports itself, in the order written. Imports that
    /// could not be followed, and one of every cycle, are left out; they are reported.
    pub imports: Vec<usize>,
    /// Whether it belongs to the standard library.
    pub standard: bool,
    /// Whether one of its own imports could not be followed, so that nobody knows which names it has.
    pub misses_import: bool,
    /// The last tree without a mistake, with its text, if there are mistakes in this one and it was another one before.
    pub sound: Option<(Arc<Tree>, Arc<str>)>,
}

/// The text of a module, and how messages call its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleText {
    /// A path relative to the package, with `/`.
    pub name: String,
    /// The text.
    pub text: Arc<str>,
}

/// Why there is no text for a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// There is no such file.
    Missing {
        /// Where it was looked for, as messages show it.
        looked_for: String,
        /// The dotted paths of the modules that are there; many imports may share the list.
        present: Arc<[String]>,
    },
    /// There is one, but it cannot be used; why, in a few words.
    Unusable(String),
}

/// Reads the entry and everything it imports, at any distance.
///
/// `sources` may already hold texts that are no modules, such as the manifest. `entry` is the dotted path of the entry, and
/// its text; `read` gives the text of any other module that is not of the standard library.
pub fn assemble(
    sources: SourceMap,
    entry: (&str, ModuleText),
    read: &mut dyn FnMut(&str) -> Result<ModuleText, Unread>,
    report: &mut Report,
) -> Program {
    assemble_linked(sources, entry, &[], read, report)
}

/// Like [`assemble`], with modules that stand beside the entry without being seen by it: laws, by dotted path.
pub fn assemble_linked(
    sources: SourceMap,
    entry: (&str, ModuleText),
    linked: &[String],
    read: &mut dyn FnMut(&str) -> Result<ModuleText, Unread>,
    report: &mut Report,
) -> Program {
    run(sources, entry, linked, ReadBefore::default(), read, report)
}

fn run(
    sources: SourceMap,
    entry: (&str, ModuleText),
    linked: &[String],
    before: ReadBefore<'_>,
    read: &mut dyn FnMut(&str) -> Result<ModuleText, Unread>,
    report: &mut Report,
) -> Program {
    let mut assembly = Assembly {
        before,
        sources,
        files: Vec::new(),
        graph: DiGraph::new(),
        waiting: VecDeque::new(),
        waiting_standard: VecDeque::new(),
        known: BTreeMap::new(),
        unseen: BTreeSet::new(),
    };
    let (path, text) = entry;
    if let Some(entry) = assembly.add(path, text, false, report) {
        assembly.link(entry, linked);
    }
    assembly.follow_imports(read, report);
    cut_cycles(&mut assembly.graph, &mut assembly.files, report);
    assembly.finish()
}

/// Like [`assemble`], after a program some of whose texts are the same: they are not read again. `before` is that program with what was found
/// when it was assembled.
pub fn assemble_after(
    sources: SourceMap,
    entry: (&str, ModuleText),
    before: (&Program, &Report),
    read: &mut dyn FnMut(&str) -> Result<ModuleText, Unread>,
    report: &mut Report,
) -> Program {
    run(
        sources,
        entry,
        &[],
        ReadBefore::of(before.0, before.1),
        read,
        report,
    )
}

/// A module that is read, before the order is known.
struct File {
    path: String,
    file: FileId,
    tree: ast::Module,
    standard: bool,
    misses_import: bool,
}

/// An import that waits for its module.
struct Waiting {
    from: NodeIndex,
    path: String,
    span: Span,
}

struct Assembly<'a> {
    /// What was read already.
    before: ReadBefore<'a>,
    sources: SourceMap,
    files: Vec<File>,
    /// A node per file, in the same order; an edge from importer to imported, with the place of the import.
    graph: DiGraph<(), Span>,
    waiting: VecDeque<Waiting>,
    /// The standard library comes last, so that messages about the policy's own files come first.
    waiting_standard: VecDeque<Waiting>,
    /// Modules that the entry is linked with and does not import.
    unseen: BTreeSet<String>,
    /// What became of each path; `None`: it could not be read, and was reported.
    known: BTreeMap<String, Option<NodeIndex>>,
}

impl Assembly<'_> {
    /// Parses a text and puts its imports on the list.
    fn add(
        &mut self,
        path: &str,
        text: ModuleText,
        standard: bool,
        report: &mut Report,
    ) -> Option<NodeIndex> {
        match self.place(path, text) {
            Ok(file) => {
                let tree = match self.before.find(file, &self.sources) {
                    Some((tree, found)) => {
                        report.absorb(found);
                        tree
                    }
                    None => syntax::parse(file, &self.sources, report),
                };
                Some(self.take(path, file, tree, standard, report))
            }
            Err(refused) => {
                report.push(*refused);
                None
            }
        }
    }

    /// Puts a text among the sources.
    fn place(&mut self, path: &str, text: ModuleText) -> Result<FileId, Box<Diagnostic>> {
        let name = text.name.clone();
        let file = self.sources.add(text.name, text.text);
        file.ok_or_else(|| {
            self.known.insert(path.to_owned(), None);
            Box::new(diagnostics::too_much_text(&name))
        })
    }

    /// Takes a module in that has been parsed, and puts its imports on the list.
    fn take(
        &mut self,
        path: &str,
        file: FileId,
        tree: ast::Module,
        standard: bool,
        report: &mut Report,
    ) -> NodeIndex {
        let node = self.graph.add_node(());
        self.known.insert(path.to_owned(), Some(node));
        let mut written: BTreeMap<String, Span> = BTreeMap::new();
        for item in &tree.items {
            let ast::ItemKind::Import(import) = &item.kind else {
                continue;
            };
            let path = dotted(import);
            if let Some(first) = written.get(&path) {
                report.push(diagnostics::repeated(&path, item.span, *first));
                continue;
            }
            written.insert(path.clone(), import.span);
            let list = if is_standard(&path) {
                &mut self.waiting_standard
            } else {
                &mut self.waiting
            };
            list.push_back(Waiting {
                from: node,
                path,
                span: import.span,
            });
        }
        self.files.push(File {
            path: path.to_owned(),
            file,
            tree,
            standard,
            misses_import: false,
        });
        node
    }

    /// Lets the entry be read together with modules that it does not import itself.
    fn link(&mut self, entry: NodeIndex, linked: &[String]) {
        let Some(file) = self.files.get(entry.index()) else {
            return;
        };
        let base = self.sources.file(file.file).base;
        let imports = file.tree.items.iter().filter_map(|item| match &item.kind {
            ast::ItemKind::Import(path) => Some(dotted(path)),
            _ => None,
        });
        let imported: BTreeSet<String> = imports.collect();
        for path in linked {
            if imported.contains(path) || !self.unseen.insert(path.clone()) {
                continue;
            }
            let list = if is_standard(path) {
                &mut self.waiting_standard
            } else {
                &mut self.waiting
            };
            list.push_back(Waiting {
                from: entry,
                path: path.clone(),
                span: Span::new(base, base),
            });
        }
    }

    fn follow_imports(
        &mut self,
        read: &mut dyn FnMut(&str) -> Result<ModuleText, Unread>,
        report: &mut Report,
    ) {
        loop {
            let list = if self.waiting.is_empty() {
                &mut self.waiting_standard
            } else {
                &mut self.waiting
            };
            let wave: Vec<Waiting> = std::mem::take(list).into();
            if wave.is_empty() {
                return;
            }
            // Texts are placed in the order of the imports, and parsed side by side; what is told about them keeps that order.
            let mut found = Vec::with_capacity(wave.len());
            let mut asked = BTreeSet::new();
            let mut placed = Vec::new();
            for import in &wave {
                let is_new = !self.known.contains_key(&import.path) && asked.insert(&*import.path);
                let file = is_new.then(|| {
                    let text = find(import, read)?;
                    self.place(&import.path, text)
                });
                if let Some(Ok(file)) = &file {
                    placed.push(*file);
                }
                found.push(file);
            }
            let mut parsed = self.read_all(&placed).into_iter();
            for (import, file) in wave.iter().zip(found) {
                match file {
                    Some(Ok(file)) => {
                        let Some((tree, findings)) = parsed.next() else {
                            continue;
                        };
                        report.absorb(findings);
                        let standard = is_standard(&import.path);
                        self.take(&import.path, file, tree, standard, report);
                    }
                    Some(Err(finding)) => {
                        report.push(*finding);
                        self.known.insert(import.path.clone(), None);
                    }
                    None => {}
                }
                match self.known.get(&import.path).copied().flatten() {
                    Some(target) => {
                        self.graph.add_edge(import.from, target, import.span);
                    }
                    None => {
                        if let Some(file) = self.files.get_mut(import.from.index()) {
                            file.misses_import = true;
                        }
                    }
                }
            }
        }
    }

    /// The trees of some files, in their order, each with what was found in it.
    fn read_all(&self, files: &[FileId]) -> Vec<(ast::Module, Report)> {
        let known: Vec<_> = files
            .iter()
            .map(|&file| self.before.find(file, &self.sources))
            .collect();
        let unknown = files
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none());
        let unknown: Vec<FileId> = unknown.map(|(file, _)| *file).collect();
        let mut parsed = parallel::parse_all(&unknown, &self.sources).into_iter();
        known
            .into_iter()
            .filter_map(|known| known.or_else(|| parsed.next()))
            .collect()
    }

    /// Puts the modules in order. The graph has no cycles any more, and every module is still reached from the entry: a cut
    /// import leads to a module that was read before its importer.
    fn finish(self) -> Program {
        let mut order = Vec::with_capacity(self.files.len());
        if self.graph.node_count() > 0 {
            let mut walk = DfsPostOrder::new(&self.graph, NodeIndex::new(0));
            while let Some(node) = walk.next(&self.graph) {
                order.push(node);
            }
        }
        let position: BTreeMap<NodeIndex, usize> = order
            .iter()
            .enumerate()
            .map(|(at, node)| (*node, at))
            .collect();
        let unseen: BTreeSet<NodeIndex> = self
            .files
            .iter()
            .enumerate()
            .filter(|(_, file)| self.unseen.contains(&file.path))
            .map(|(at, _)| NodeIndex::new(at))
            .collect();
        let mut files: Vec<Option<File>> = self.files.into_iter().map(Some).collect();
        let mut modules = Vec::with_capacity(order.len());
        for node in &order {
            let Some(file) = files.get_mut(node.index()).and_then(Option::take) else {
                continue;
            };
            let mut imports: Vec<(Span, usize)> = self
                .graph
                .edges(*node)
                .filter(|edge| node.index() != 0 || !unseen.contains(&edge.target()))
                .filter_map(|edge| Some((*edge.weight(), *position.get(&edge.target())?)))
                .collect();
            imports.sort_unstable();
            modules.push(ProgramModule {
                path: file.path,
                file: file.file,
                tree: Arc::new(file.tree.into()),
                imports: imports.into_iter().map(|(_, at)| at).collect(),
                standard: file.standard,
                misses_import: file.misses_import,
                sound: None,
            });
        }
        Program {
            sources: self.sources,
            modules,
        }
    }
}

fn find(
    import: &Waiting,
    read: &mut dyn FnMut(&str) -> Result<ModuleText, Unread>,
) -> Result<ModuleText, Box<Diagnostic>> {
    if is_standard(&import.path) {
        return privity_stdlib::MODULES
            .iter()
            .find(|module| module.path == import.path)
            .map(|module| ModuleText {
                name: format!("<stdlib>/{}", module.file),
                text: module.text.into(),
            })
            .ok_or_else(|| Box::new(diagnostics::not_in_library(&import.path, import.span)));
    }
    read(&import.path).map_err(|unread| {
        Box::new(match unread {
            Unread::Missing {
                looked_for,
                present,
            } => diagnostics::not_found(&import.path, import.span, &looked_for, &present),
            Unread::Unusable(why) => diagnostics::unusable(&import.path, import.span, &why),
        })
    })
}

fn dotted(path: &ast::Path) -> String {
    let words: Vec<&str> = path
        .segments
        .iter()
        .map(|name| name.text.as_str())
        .collect();
    words.join(".")
}

fn is_standard(path: &str) -> bool {
    path == "privity" || path.starts_with("privity.")
}
