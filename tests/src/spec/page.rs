//! A page: its front matter, its title and its fenced blocks.

/// A page of the language reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The features it is about, for instance `F02`; from the `features:` line of the front matter.
    pub features: Vec<String>,
    /// The text of the first heading.
    pub title: String,
    /// The fenced blocks, in order.
    pub blocks: Vec<Block>,
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The line of the page on which its text begins, from 1.
    pub line: usize,
    /// The first word behind the fence.
    pub language: String,
    /// The other words behind the fence.
    pub words: Vec<String>,
    /// What stands in it.
    pub text: String,
}

/// Reads a page.
///
/// # Errors
/// What is wrong with the page itself: a block that is not closed, no title, a line of the front matter that nobody knows.
pub fn parse(text: &str) -> Result<Page, String> {
    let mut lines = text.lines().zip(1..).peekable();
    let mut features = Vec::new();
    if lines.next_if(|(line, _)| *line == "---").is_some() {
        loop {
            let (line, number) = lines.next().ok_or("the front matter is not closed")?;
            if line == "---" {
                break;
            }
            let list = line.strip_prefix("features:").ok_or_else(|| {
                format!("line {number}: only `features:` stands in front of a page")
            })?;
            features.extend(list.split(',').map(|name| name.trim().to_owned()));
        }
    }
    let mut title = None;
    let mut blocks = Vec::new();
    while let Some((line, number)) = lines.next() {
        if let Some(heading) = line.strip_prefix("# ") {
            title.get_or_insert_with(|| heading.trim().to_owned());
        }
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let mut words = info.split_whitespace().map(str::to_owned);
        let language = words
            .next()
            .ok_or_else(|| format!("line {number}: a block says no language"))?;
        let mut text = String::new();
        loop {
            let (line, _) = lines
                .next()
                .ok_or_else(|| format!("line {number}: the block is not closed"))?;
            if line.trim_end() == "```" {
                break;
            }
            text.push_str(line);
            text.push('\n');
        }
        blocks.push(Block {
            line: number + 1,
            language,
            words: words.collect(),
            text,
        });
    }
    Ok(Page {
        features,
        title: title.ok_or("the page has no title")?,
        blocks,
    })
}
